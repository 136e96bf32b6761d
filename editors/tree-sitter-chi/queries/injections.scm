((sheet) @injection.content
 (#set! injection.language "biao"))

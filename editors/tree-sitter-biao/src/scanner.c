// What depends on indentation: the blanks before a line, and the text below a bar, which goes on while lines are
// indented by more than the line of the bar.

#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

#include <string.h>

enum TokenType { MARGIN, BLOCK_TEXT };

typedef struct {
  uint32_t margin;
} Scanner;

void *tree_sitter_biao_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_biao_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_biao_external_scanner_serialize(void *payload, char *buffer) {
  memcpy(buffer, payload, sizeof(Scanner));
  return sizeof(Scanner);
}

void tree_sitter_biao_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  Scanner *scanner = payload;
  scanner->margin = 0;
  if (length == sizeof(Scanner)) memcpy(payload, buffer, length);
}

static bool is_blank(int32_t at) { return at == ' ' || at == '\t' || at == 0x3000; }

static bool is_end(int32_t at) { return at == '\n' || at == '\r'; }

static uint32_t skip_blanks(TSLexer *lexer) {
  uint32_t count = 0;
  while (is_blank(lexer->lookahead)) {
    lexer->advance(lexer, false);
    count++;
  }
  return count;
}

static bool block_text(Scanner *scanner, TSLexer *lexer) {
  bool found = false;
  while (is_end(lexer->lookahead)) {
    bool carriage = lexer->lookahead == '\r';
    lexer->advance(lexer, false);
    if (carriage && lexer->lookahead == '\n') lexer->advance(lexer, false);
    uint32_t indent = skip_blanks(lexer);
    // Blank lines belong to the text if more of it follows.
    if (is_end(lexer->lookahead)) continue;
    if (lexer->eof(lexer) || indent <= scanner->margin) break;
    while (!lexer->eof(lexer) && !is_end(lexer->lookahead)) lexer->advance(lexer, false);
    lexer->mark_end(lexer);
    found = true;
  }
  return found;
}

bool tree_sitter_biao_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Scanner *scanner = payload;
  if (valid[BLOCK_TEXT] && is_end(lexer->lookahead)) {
    lexer->mark_end(lexer);
    if (block_text(scanner, lexer)) {
      lexer->result_symbol = BLOCK_TEXT;
      return true;
    }
    return false;
  }
  // Nothing but a line begins in the first column, so that no margin follows a margin.
  if (valid[MARGIN] && lexer->get_column(lexer) == 0) {
    scanner->margin = skip_blanks(lexer);
    if (lexer->eof(lexer)) return false;
    lexer->mark_end(lexer);
    lexer->result_symbol = MARGIN;
    return true;
  }
  return false;
}

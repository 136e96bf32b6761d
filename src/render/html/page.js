(() => {
  const form = document.getElementById("filter");
  const findings = [...document.querySelectorAll(".finding")].map((element) => ({
    element,
    severity: ["error", "warning", "note"].find((it) => element.classList.contains(it)),
    criterion: element.dataset.c,
    rule: element.querySelector(".rule").textContent,
    links: [],
  }));
  if (findings.length === 0) return;
  const byName = new Map(findings.map((finding) => ["#" + finding.element.id, finding]));
  for (const link of document.querySelectorAll(".source a")) {
    byName.get(link.getAttribute("href"))?.links.push(link);
  }
  const rows = new Map([...document.querySelectorAll("#contents tr[data-sheet]")].map((it) => [it.dataset.sheet, it]));
  const sheets = [...document.querySelectorAll("section.sheet")].map((element) => ({
    element,
    findings: [...element.querySelectorAll(".finding")].map((it) => byName.get("#" + it.id)),
    unit: element.dataset.unit,
    row: rows.get(element.id),
    facts: [...element.querySelectorAll("h2, .facts")].map((it) => it.textContent).join(" "),
  }));
  // Sheets that are only listed: one line each of severity, criterion and rule.
  const listed = [...rows.values()].filter((row) => row.dataset.found).map((row) => ({
    row,
    unit: row.dataset.unit,
    found: row.dataset.found.split("\n").map((line) => {
      const [severity, criterion, ...rule] = line.split(" ");
      return { severity, criterion, rule: rule.join(" ") };
    }),
  }));
  const all = [...findings, ...listed.flatMap((it) => it.found)];
  for (const rule of [...new Set(all.map((it) => it.rule))].sort()) {
    form.elements.rule.append(new Option(rule, rule));
  }
  for (const unit of [...new Set([...sheets, ...listed].map((it) => it.unit).filter(Boolean))].sort()) {
    form.elements.unit.append(new Option(unit, unit));
  }
  const output = form.querySelector("output");
  const shown = form.dataset.shown;
  const update = () => {
    const data = new FormData(form);
    const severities = data.getAll("severity");
    const words = data.get("text").toLowerCase().split(/\s+/).filter(Boolean);
    const narrowed = severities.length < 3 || data.get("criterion") || data.get("rule") || data.get("unit") || words.length > 0;
    let count = 0;
    for (const sheet of sheets) {
      let here = 0;
      for (const finding of sheet.findings) {
        const fits = severities.includes(finding.severity)
          && (!data.get("criterion") || data.get("criterion") === finding.criterion)
          && (!data.get("rule") || data.get("rule") === finding.rule)
          && (!data.get("unit") || data.get("unit") === sheet.unit);
        if (fits && words.length > 0) {
          finding.text ??= (finding.element.textContent + " " + sheet.facts).toLowerCase();
        }
        const hidden = !fits || !words.every((word) => finding.text.includes(word));
        if (finding.element.hidden !== hidden) {
          finding.element.hidden = hidden;
          for (const link of finding.links) link.classList.toggle("off", hidden);
        }
        here += hidden ? 0 : 1;
      }
      sheet.element.hidden = here === 0 && Boolean(narrowed || data.get("only"));
      if (sheet.row) sheet.row.hidden = sheet.element.hidden;
      count += here;
    }
    for (const { row, unit, found } of listed) {
      const fits = found.some((finding) => severities.includes(finding.severity)
        && (!data.get("criterion") || data.get("criterion") === finding.criterion)
        && (!data.get("rule") || data.get("rule") === finding.rule));
      const text = words.length > 0 ? (row.textContent + row.dataset.found).toLowerCase() : "";
      row.hidden = !fits || (data.get("unit") && data.get("unit") !== unit)
        || !words.every((word) => text.includes(word));
    }
    output.value = shown.replace("{}", count).replace("{all}", findings.length);
  };
  form.addEventListener("input", (event) => {
    if (event.target.name === "open") {
      for (const lines of document.querySelectorAll(".source details")) lines.open = event.target.checked;
    } else {
      update();
    }
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  update();
})();

(() => {
  const box = document.getElementById("search");
  const nothing = document.getElementById("nothing");
  const rules = [...document.querySelectorAll("article")].map((article) => [article, article.textContent.toLowerCase()]);
  const rows = [...document.querySelectorAll("tbody tr")].map((row) => [row, row.textContent.toLowerCase()]);
  const sections = [...document.querySelectorAll("main section")];
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (text) => words.every((word) => text.includes(word));
    let found = 0;
    for (const [element, text] of [...rules, ...rows]) {
      element.hidden = !fits(text);
      found += element.hidden ? 0 : 1;
    }
    for (const section of sections) {
      section.hidden = !section.querySelector("article:not([hidden]), tbody tr:not([hidden])");
    }
    nothing.hidden = found > 0;
  });
})();

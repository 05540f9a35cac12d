(() => {
  const one = (id) => document.getElementById(id);

  // Filters: a check is shown when one of its cases is.
  const checks = [...document.querySelectorAll(".check")].map((node) => ({
    node,
    head: node.querySelector("summary").textContent.toLowerCase(),
    cases: [...node.querySelectorAll(".case")].map((part) => ({ part, text: null, kinds: null })),
  }));
  const chapters = [...document.querySelectorAll("#findings .chapter")];
  const fields = ["find", "severity", "verdict", "section", "kind", "fresh"].map(one).filter(Boolean);
  const value = (id) => (one(id) ? one(id).value : "");

  const matches = (entry, wanted) => {
    const { part } = entry;
    if (wanted.verdict && part.dataset.verdict !== wanted.verdict) return false;
    if (wanted.severity && part.dataset.severity !== wanted.severity) return false;
    if (wanted.fresh && !("new" in part.dataset)) return false;
    if (wanted.kind) {
      entry.kinds ??= new Set([...part.querySelectorAll(".kind")].map((kind) => kind.textContent));
      if (!entry.kinds.has(wanted.kind)) return false;
    }
    return true;
  };
  const says = (entry, words) => {
    entry.text ??= entry.part.textContent.toLowerCase();
    return words.every((word) => entry.text.includes(word));
  };

  const apply = () => {
    const wanted = {
      severity: value("severity"), verdict: value("verdict"), kind: value("kind"),
      section: value("section"), fresh: Boolean(one("fresh") && one("fresh").checked),
    };
    const words = value("find").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const check of checks) {
      const fits = !wanted.section || check.node.dataset.section === wanted.section;
      const left = words.filter((word) => !check.head.includes(word));
      let any = false;
      for (const entry of check.cases) {
        const is = fits && matches(entry, wanted) && (left.length === 0 || says(entry, left));
        entry.part.hidden = !is;
        any ||= is;
      }
      check.node.hidden = !any;
      shown += any;
    }
    for (const chapter of chapters) chapter.hidden = !chapter.querySelector(".check:not([hidden])");
    one("found").textContent =
      shown === checks.length ? `${shown} checks` : `${shown} of ${checks.length} checks`;
    one("nothing").hidden = shown > 0 || checks.length === 0;
  };

  let waiting;
  for (const field of fields) {
    field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 80); });
  }
  one("tools").addEventListener("submit", (event) => event.preventDefault());
  one("reset").addEventListener("click", () => { one("tools").reset(); apply(); one("find").focus(); });
  one("tools").hidden = checks.length === 0;
  apply();

  const open = one("open");
  open.addEventListener("click", () => {
    const opening = open.textContent === "Open all";
    for (const check of checks) if (!check.node.hidden) check.node.open = opening;
    open.textContent = opening ? "Close all" : "Open all";
  });
  addEventListener("keydown", (event) => {
    const busy = event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === "/" && !busy) { event.preventDefault(); one("find").focus(); }
  });

  // A link to a check opens it.
  const follow = () => {
    const target = one(decodeURIComponent(location.hash.slice(1)));
    const check = target && target.closest("details");
    if (check) { check.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", follow);
  if (location.hash) follow();

  // Paper shows everything.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const node of closed) node.open = true;
  });
  addEventListener("afterprint", () => { for (const node of closed) node.open = false; closed = []; });
})();

// The three lists above the results: kind, theme, nation. Native lists, since those work by touch, keyboard and voice.
(() => {
  "use strict"

  const search = window.siteSearch

  // What readers tell apart: several record kinds may be one group.
  const GROUPS = [
    ["law", "Powers, duties, orders, offences", ["power", "duty", "order", "offence", "guidance"]],
    ["situation", "Situations", ["situation"]],
    ["finding", "Findings", ["finding"]],
    ["recommendation", "Recommendations", ["recommendation"]],
    ["case", "Cases", ["case"]],
    ["statistic", "Figures", ["statistic"]],
    ["term", "Glossary", ["term", "body"]],
    ["event", "Changes since 2015", ["event"]],
    ["training", "Training", ["question", "session"]],
    ["page", "Pages", ["page", "section", "list"]],
    ["report", "Report and sources", ["place", "source"]],
  ]
  const NATIONS = ["England", "Wales"]

  const spoken = slug => (slug[0].toUpperCase() + slug.slice(1)).replace(/-/g, " ")

  /** The filters in a box with three lists: { fill, passes, chosen, clear }. */
  function filters(box) {
    const [kind, theme, nation] = ["kind", "theme", "nation"].map(name => box.querySelector(`[data-search-filter=${name}]`))

    /** Offers what the index holds; once. */
    function fill(core) {
      if (!box.hidden) return
      box.hidden = false
      const kinds = core.kinds.map(([name]) => name)
      for (const [value, label, own] of GROUPS) if (own.some(name => kinds.includes(name))) kind.add(new Option(label, value))
      for (const name of core.themes.filter(Boolean)) theme.add(new Option(spoken(name), name))
      for (const name of NATIONS) nation.add(new Option(name, name))
    }

    /** What lets a document through; one that belongs to no nation passes for each. */
    function passes(core) {
      const group = kind.value && GROUPS.find(([name]) => name === kind.value)[2]
      const kinds = core.kinds.map(([name]) => !group || group.includes(name))
      const themes = core.themes.map(name => !theme.value || name === theme.value)
      const nations = core.nations.map(name => !nation.value || !name || name.includes(nation.value))
      return document => kinds[core.kindOf[document]] && themes[core.themeOf[document]] && nations[core.nationOf[document]]
    }

    const all = [kind, theme, nation]
    return {
      fill,
      passes,
      chosen: () => all.some(list => list.value),
      clear: () => all.forEach(list => (list.value = "")),
      onchange: listener => all.forEach(list => list.addEventListener("change", listener)),
    }
  }

  Object.assign(search, { filters })
})()

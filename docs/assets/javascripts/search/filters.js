// The three lists above the results: kind, theme, nation. Native lists, since those work by touch, keyboard and voice.
(() => {
  "use strict"

  const search = window.siteSearch

  const NATIONS = ["England", "Wales"]

  const spoken = slug => (slug[0].toUpperCase() + slug.slice(1)).replace(/-/g, " ")

  /** The filters in a box with three lists: { fill, passes, chosen, clear }. */
  function filters(box) {
    const [kind, theme, nation] = ["kind", "theme", "nation"].map(name => box.querySelector(`[data-search-filter=${name}]`))

    /** Offers what the index holds; once. */
    function fill(core) {
      if (!box.hidden) return
      box.hidden = false
      for (const [group, label] of core.groups) kind.add(new Option(label, group))
      for (const name of core.themes.filter(Boolean)) theme.add(new Option(spoken(name), name))
      for (const name of NATIONS) nation.add(new Option(name, name))
    }

    /** What lets a document through; one that belongs to no nation passes for each. */
    function passes(core) {
      const kinds = core.kinds.map(([, , group]) => !kind.value || group === kind.value)
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

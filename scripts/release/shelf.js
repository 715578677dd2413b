// Opens the record that the address names: index.html?edition=2026.11&id=f-4-2-03
;(() => {
  "use strict"
  const asked = new URLSearchParams(location.search)
  const edition = asked.get("edition") || ""
  const id = asked.get("id") || ""
  if (!edition && !id) return
  const has = (object, name) => Object.prototype.hasOwnProperty.call(object, name)
  const all = window.editions
  if (has(all, edition) && has(all[edition], id)) {
    location.replace(all[edition][id])
    return
  }
  const others = Object.keys(all).filter(name => has(all[name], id))
  const told = document.querySelector("[data-told]")
  told.textContent = has(all, edition)
    ? `Edition ${edition} has no record ${id}.${others.length ? ` It stands in ${others.join(", ")}.` : ""}`
    : `Edition ${edition} is not here. These are: ${Object.keys(all).join(", ")}.`
  for (const name of ["edition", "id"]) document.querySelector(`input[name=${name}]`).value = asked.get(name) || ""
})()

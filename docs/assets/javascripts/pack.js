// Packs in the browser: a button beside each record; the page that lists, orders, prints and saves what was chosen is pack/page.js.
// The state stands in the address (?ids=…) and, where the browser lets us, in storage too. No request leaves the folder.
(() => {
  "use strict"

  const root = new URL("../../", document.currentScript.src).href
  const KEY = "in-harms-way-pack"
  const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties)
    made.append(...children)
    return made
  }
  const cleaned = ids => [...new Set(ids.map(id => id.trim()).filter(id => ID.test(id)))]

  const stored = () => {
    try {
      return cleaned(JSON.parse(localStorage.getItem(KEY) ?? "[]"))
    } catch {
      return null // blocked: what this page remembers, or the address, stands
    }
  }
  const keep = ids => {
    try {
      localStorage.setItem(KEY, JSON.stringify(ids))
    } catch {
      // blocked: the address carries the pack
    }
  }
  const addressOf = (ids, title = "") => `${root}training/pack.html?ids=${ids.join(",")}${title ? `&title=${encodeURIComponent(title)}` : ""}`

  const page = document.querySelector("[data-pack]")
  if (page) {
    window.sitePack = { root, element, cleaned, stored, keep, addressOf }
    for (const file of ["javascripts/pack/plan.js", "javascripts/pack/page.js", "pack/records.js"]) {
      const script = element("script", { src: `${root}assets/${file}`, async: false })
      script.addEventListener("error", () => {
        page.hidden = false
        page.textContent = "The words of the records could not be loaded; use the ready packs."
      })
      document.head.append(script)
    }
    return
  }

  // A button beside each record's id, and beside each row of figures.
  let ids = stored() ?? []
  const places = [...document.querySelectorAll("article a.record-id")].map(link => [link.textContent.trim(), link])
  for (const row of document.querySelectorAll("article table.data tr[id]")) places.push([row.id, row.lastElementChild.lastChild])
  const buttons = []
  const show = () => {
    for (const { id, button, open } of buttons) {
      const has = ids.includes(id)
      button.textContent = has ? "Remove from pack" : "Add to pack"
      button.setAttribute("aria-label", `${button.textContent}: ${id}`)
      open.hidden = !has
      open.href = addressOf(ids)
      open.textContent = `Open pack (${ids.length})`
    }
  }
  for (const [id, place] of places) {
    if (!ID.test(id) || !place) continue
    const button = element("button", { type: "button", className: "copy-link add-to-pack" })
    const open = element("a", { className: "open-pack", hidden: true })
    button.addEventListener("click", () => {
      ids = stored() ?? ids // another tab may have changed it
      ids = ids.includes(id) ? ids.filter(other => other !== id) : [...ids, id]
      keep(ids)
      show()
    })
    place.after(" ", button, " ", open)
    buttons.push({ id, button, open })
  }
  show()
  // A page that the browser kept for Back may be behind the pack.
  addEventListener("pageshow", event => {
    if (!event.persisted) return
    ids = stored() ?? ids
    show()
  })
})()

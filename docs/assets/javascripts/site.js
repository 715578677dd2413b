// Small helpers on top of pages that are whole without them: copy a record's link, close a definition, warn of old pages,
// reach wide tables by keyboard, open blocks for paper, narrow lists.
(() => {
  "use strict"

  const today = () => new Date().toISOString().slice(0, 10)

  for (const note of document.querySelectorAll("[data-review-by]")) {
    if (note.dataset.reviewBy < today()) note.hidden = false
  }

  for (const state of document.querySelectorAll("[data-edition-date]")) {
    const days = Math.floor((Date.now() - Date.parse(state.dataset.editionDate)) / 86400000)
    if (days > 30) state.append(` It is ${Math.floor(days / 30)} month${days < 60 ? "" : "s"} old; ask for a newer one.`)
  }

  for (const id of document.querySelectorAll("a.record-id")) {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "copy-link"
    button.textContent = "Copy link"
    button.setAttribute("aria-label", `Copy link to ${id.textContent}`)
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(id.href)
        button.textContent = "Copied"
      } catch {
        location.hash = id.hash
        button.textContent = "Link is in the address bar"
      }
    })
    id.after(" ", button)
  }

  // Definitions: Escape closes one; on touch the first tap opens it, the second follows the link.
  const touch = matchMedia("(hover: none)")
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape") return
    for (const term of document.querySelectorAll(".term")) {
      if (term.matches(":hover, :focus-within, .open")) term.classList.add("closed")
      term.classList.remove("open")
    }
  })
  for (const term of document.querySelectorAll(".term")) {
    const reopen = () => term.classList.remove("closed")
    term.addEventListener("mouseleave", reopen)
    term.addEventListener("focusout", reopen)
    term.firstElementChild.addEventListener("click", event => {
      if (!touch.matches || term.classList.contains("open")) return
      event.preventDefault()
      for (const other of document.querySelectorAll(".term.open")) other.classList.remove("open")
      term.classList.add("open")
    })
  }

  document.addEventListener("click", event => {
    if (event.target.closest(".term")) return
    for (const term of document.querySelectorAll(".term.open")) term.classList.remove("open")
  })

  // The menu of narrow screens: Enter or Space opens it and goes into it, Escape closes it and comes back.
  const drawer = document.getElementById("__drawer")
  const menu = document.querySelector("[data-menu]")
  if (drawer && menu) {
    drawer.checked = false // Firefox keeps it open when a page is loaded again
    const set = open => {
      if (drawer.checked !== open) drawer.click()
    }
    menu.addEventListener("click", () => set(!drawer.checked))
    drawer.addEventListener("change", () => {
      menu.setAttribute("aria-expanded", String(drawer.checked))
      if (!drawer.checked) return
      const inside = [...document.querySelectorAll(".md-sidebar--primary a")].find(link => link.offsetParent && link.href)
      if (inside) inside.focus({ preventScroll: true })
    })
    document.addEventListener("keydown", event => {
      if (event.key !== "Escape" || !drawer.checked) return
      set(false)
      menu.focus()
    })
  }

  // A table or picture wider than its box scrolls inside it: then, and only then, the box can be reached and is named.
  const boxes = [...document.querySelectorAll(".table-scroll, figure.flow, .chart-scroll, figure.timeline")]
  const fit = () => {
    for (const box of boxes) {
      const wide = box.scrollWidth > box.clientWidth + 1
      if (wide === box.hasAttribute("tabindex")) continue
      if (!wide) {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name)
        continue
      }
      const named = box.querySelector("caption, title")
      const number = boxes.indexOf(box) + 1
      box.tabIndex = 0
      box.setAttribute("role", "region")
      box.setAttribute("aria-label", `${named ? named.textContent : `Table ${number}`}, scrolls sideways`)
    }
  }
  fit()
  addEventListener("load", fit)
  addEventListener("resize", fit)

  // What an address leads to is shown, whatever it is folded into.
  const reveal = () => {
    let named = location.hash.slice(1)
    try {
      named = decodeURIComponent(named)
    } catch {
      // Not an address of ours.
    }
    const target = named && document.getElementById(named)
    const folds = []
    for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) folds.push(fold)
    if (folds.every(fold => fold.open)) return
    for (const fold of folds) fold.open = true
    target.scrollIntoView()
  }
  reveal()
  addEventListener("hashchange", reveal)

  // On paper every block is open; afterwards the reader finds them as they were.
  let opened = []
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")]
    for (const block of opened) block.open = true
  })
  addEventListener("afterprint", () => {
    for (const block of opened) block.open = false
  })

  // One side of A5, printed from its page in the largest type that it fits into.
  const HIGH = (190 / 25.4) * 96 // of 210 mm less the margins, in pixels
  const fitSide = side => {
    for (let size = 14; size > 6; size -= 0.5) {
      side.style.fontSize = `${size}pt`
      if (side.offsetHeight < HIGH) break
    }
  }
  for (const button of document.querySelectorAll("[data-print-side]")) {
    button.hidden = false
    button.addEventListener("click", () => {
      document.documentElement.classList.add("print-side")
      fitSide(document.querySelector(".side"))
      addEventListener("afterprint", () => document.documentElement.classList.remove("print-side"), { once: true })
      print()
    })
  }

  // Lists with badges: tick boxes that narrow the list; without scripts the groups below stand as they are.
  for (const box of document.querySelectorAll("[data-filter]")) {
    const list = document.querySelector(`.${box.dataset.filter}`)
    if (!list) continue
    const items = [...list.querySelectorAll("li")]
    const tagsOf = item => [...item.querySelectorAll(".badge.tag")].map(tag => tag.textContent)
    const tags = [...new Set(items.flatMap(tagsOf))].sort()
    const group = document.createElement("fieldset")
    const legend = document.createElement("legend")
    legend.textContent = box.dataset.label
    const pickOf = item => item.querySelector(".badge.pick")?.textContent ?? ""
    const picks = [...new Set(items.map(pickOf))].filter(Boolean).sort()
    const pick = picks.length > 1 ? document.createElement("select") : null
    const status = document.createElement("p")
    status.setAttribute("role", "status")
    group.append(legend)
    const update = () => {
      const chosen = [...group.querySelectorAll("input:checked")].map(input => input.value)
      let shown = 0
      for (const item of items) {
        const has = tagsOf(item)
        item.hidden = !chosen.every(tag => has.includes(tag)) || (pick?.value && pick.value !== pickOf(item))
        if (!item.hidden) shown += 1
      }
      status.textContent = chosen.length || pick?.value ? `${shown} of ${items.length} shown` : ""
    }
    for (const tag of tags) {
      const label = document.createElement("label")
      const input = document.createElement("input")
      input.type = "checkbox"
      input.value = tag
      input.addEventListener("change", update)
      label.append(input, ` ${tag} `)
      group.append(label)
    }
    if (pick) {
      for (const name of ["", ...picks]) pick.append(new Option(name || "All pages", name))
      pick.addEventListener("change", update)
      const label = document.createElement("label")
      label.append("Page ", pick)
      group.append(label)
    }
    box.append(group, status)
  }
})()

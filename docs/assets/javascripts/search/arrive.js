// On the page that a result leads to: mark the sentence that was found and bring it into view.
(() => {
  "use strict"

  const search = window.siteSearch
  const address = new URL(location.href)
  const asked = address.searchParams.get("h")
  const article = document.querySelector("article")
  if (!asked || !article) return

  // The words go from the address, so that a copied link is the record's own.
  address.searchParams.delete("h")
  try {
    history.replaceState(history.state, "", address.href)
  } catch {
    // Some browsers allow no change of address on file://.
  }

  const wanted = new Set(search.words(asked.slice(0, 200)))
  if (!wanted.size) return

  function named(fragment) {
    try {
      return decodeURIComponent(fragment)
    } catch {
      return fragment
    }
  }

  /** The blocks of text that belong to the record the address names: up to the next heading of its level. */
  function blocks() {
    const all = [...article.querySelectorAll("p, li, td, th, dd, h1, h2, h3, h4")].filter(block => !block.closest(".side"))
    const start = address.hash.length > 1 && document.getElementById(named(address.hash.slice(1)))
    if (!start || !article.contains(start)) return all
    const level = /^H[1-6]$/.test(start.tagName) ? Number(start.tagName[1]) : 0
    const inside = level ? [] : all.filter(block => start.contains(block))
    if (!level) return inside
    for (const block of all.slice(all.indexOf(start) + 1)) {
      if (/^H[1-6]$/.test(block.tagName) && Number(block.tagName[1]) <= level) break
      if (!block.closest(".linked-from, .record-facts, .sources")) inside.push(block)
    }
    return inside
  }

  const UNMARKED = ".definition, .headerlink, .cite, .print-only, .because, mark"

  /** The pieces of text of a block that a reader sees and that may be marked. */
  function texts(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, {
      acceptNode: node => (node.parentElement.closest(UNMARKED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
    })
    const found = []
    while (walker.nextNode()) found.push(walker.currentNode)
    return found
  }

  /** Where the words stand in a block: [from, to, words], counted over all its texts, since "s. 46" may stand in two. */
  function hits(block) {
    const found = []
    let at = 0
    for (const piece of search.pieces(texts(block).map(node => node.data).join(""))) {
      if (piece.words.some(word => wanted.has(word))) found.push([at, at + piece.text.length, piece.words])
      at += piece.text.length
    }
    return found
  }

  /** How many of the words stand in a block; a line that is only a link says less than a sentence. */
  function has(block) {
    const text = block.textContent
    const found = new Set(hits(block).flatMap(([, , words]) => words).filter(word => wanted.has(word)))
    const links = [...block.querySelectorAll("a")].reduce((sum, link) => sum + link.textContent.length, 0)
    return found.size * (links > text.trim().length * 0.7 ? 0.5 : 1)
  }

  let best = null
  let most = 0
  for (const block of blocks()) {
    const value = has(block)
    if (value > most) {
      most = value
      best = block
    }
  }
  if (!best) return
  const marked = hits(best)
  let from = 0
  for (const node of texts(best)) {
    const { data } = node
    const own = marked.map(([first, last]) => [Math.max(first - from, 0), Math.min(last - from, data.length)])
    from += data.length
    const parts = []
    let done = 0
    for (const [first, last] of own.filter(([first, last]) => first < last)) {
      const mark = document.createElement("mark")
      mark.className = "search-hit"
      mark.textContent = data.slice(first, last)
      parts.push(data.slice(done, first), mark)
      done = last
    }
    if (parts.length) node.replaceWith(...parts, data.slice(done))
  }
  best.classList.add("search-hit-block")
  addEventListener("load", () => {
    // An answer that the self-test keeps back until one has chosen is shown as well: it is what was looked for.
    for (let fold = best.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true
      fold.hidden = false
    }
    const { top, bottom } = best.getBoundingClientRect()
    if (top < 80 || bottom > innerHeight) best.scrollIntoView({ block: "center" })
  })
})()

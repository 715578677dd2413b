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

  /** The blocks of text that belong to the record the address names: up to the next heading of its level. */
  function blocks() {
    const all = [...article.querySelectorAll("p, li, td, th, dd, h1, h2, h3, h4")]
    const start = address.hash.length > 1 && document.getElementById(decodeURIComponent(address.hash.slice(1)))
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

  /** How many of the words stand in a block; a line that is only a link says less than a sentence. */
  function has(block) {
    const text = block.textContent
    const found = new Set(search.words(text).filter(word => wanted.has(word)))
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

  const walker = document.createTreeWalker(best, NodeFilter.SHOW_TEXT, {
    acceptNode: node =>
      node.parentElement.closest(".definition, .headerlink, .cite, mark") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  })
  const texts = []
  while (walker.nextNode()) texts.push(walker.currentNode)
  for (const text of texts) {
    const pieces = search.pieces(text.data)
    const isFound = piece => piece.words.some(word => wanted.has(word))
    if (!pieces.some(isFound)) continue
    const made = pieces.map(piece => {
      if (!isFound(piece)) return piece.text
      const mark = document.createElement("mark")
      mark.className = "search-hit"
      mark.textContent = piece.text
      return mark
    })
    text.replaceWith(...made)
  }
  best.classList.add("search-hit-block")
  addEventListener("load", () => {
    const { top, bottom } = best.getBoundingClientRect()
    if (top < 80 || bottom > innerHeight) best.scrollIntoView({ block: "center" })
  })
})()

// Recent searches: kept for this window only, since many people share one computer, and only where storage allows.
(() => {
  "use strict"

  const NAME = "site-search-recent"
  const KEPT = 5

  function read() {
    try {
      const texts = JSON.parse(sessionStorage.getItem(NAME) || "[]")
      return Array.isArray(texts) ? texts.filter(text => typeof text === "string").slice(0, KEPT) : []
    } catch {
      return [] // storage is blocked, or holds something else: there are no recent searches
    }
  }

  function write(texts) {
    try {
      sessionStorage.setItem(NAME, JSON.stringify(texts))
    } catch {
      // Storage is blocked; nothing is lost but convenience.
    }
  }

  function keep(text) {
    const own = [...text.trim()].slice(0, 80).join("")
    if (own) write([own, ...read().filter(other => other !== own)].slice(0, KEPT))
  }

  Object.assign(window.siteSearch, { recent: { read, keep, forget: () => write([]) } })
})()

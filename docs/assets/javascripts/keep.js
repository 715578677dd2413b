// Keep the site on the device, for use without a signal: offered in words, never forced, whole or not at all, removable.
// Only over https (or this machine's own address), where browsers let a service worker answer; elsewhere nothing shows.
(() => {
  "use strict"

  const able = () => {
    try {
      return /^https?:$/.test(location.protocol) && "serviceWorker" in navigator && Boolean(window.caches)
    } catch {
      return false // storage is blocked
    }
  }
  if (!able()) return

  const root = new URL("../../", document.currentScript.src)
  const at = name => new URL(name, root).href
  const PREFIX = `in-harms-way ${root.pathname} `
  const STATE = at("keep/kept.json")
  const AT_ONCE = 6

  const own = async () => (await caches.keys()).filter(name => name.startsWith(PREFIX))

  /** What the server has now: its edition, or the list of its files; null without a connection. */
  async function asked(name) {
    try {
      const answer = await fetch(at(`keep/${name}.json`), { cache: "no-cache" })
      return answer.ok ? await answer.json() : null
    } catch {
      return null
    }
  }

  /** The edition that is kept whole; null where there is none. */
  async function kept() {
    for (const name of (await own()).reverse()) {
      const state = await (await caches.open(name)).match(STATE)
      if (state) return state.json()
    }
    return null
  }

  /** Fetch every file of the edition, each proved by its hash; what was kept before goes only when all are there. */
  async function keep(tell) {
    const now = await asked("files")
    if (!now) throw new Error("no connection")
    const { files, ...state } = now
    const name = PREFIX + state.digest
    const cache = await caches.open(name)
    const waiting = Object.entries(files)
    const all = waiting.length
    let done = 0
    async function fetchSome() {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const [path, integrity] = next
        const answer = await fetch(at(encodeURI(path)), { integrity, cache: "no-cache" })
        if (!answer.ok) throw new Error(path)
        // A browser opens no page from an answer that was sent on.
        await cache.put(at(encodeURI(path)), answer.redirected ? new Response(answer.body, { headers: answer.headers }) : answer)
        done += 1
        tell(Math.floor((100 * done) / all))
      }
    }
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, fetchSome))
      await navigator.serviceWorker.register(at("service-worker.js"), { scope: root.pathname })
      await cache.put(STATE, new Response(JSON.stringify(state)))
    } catch (problem) {
      waiting.length = 0
      await caches.delete(name)
      throw problem
    }
    for (const other of await own()) if (other !== name) await caches.delete(other)
    if (navigator.storage && navigator.storage.persist) await navigator.storage.persist().catch(() => false)
  }

  async function remove() {
    for (const name of await own()) await caches.delete(name)
    const worker = await navigator.serviceWorker.getRegistration(root.href)
    if (worker) await worker.unregister()
  }

  const megabytes = state => `${Math.max(1, Math.round(state.bytes / 1e6))} MB`
  const named = state => `edition ${state.edition.number} of ${state.edition.spoken}`

  function age(state) {
    const days = Math.max(0, Math.floor((Date.now() - Date.parse(state.edition.date)) / 86400000))
    return days === 1 ? "1 day old" : `${days} days old`
  }

  function button(words, act) {
    const made = document.createElement("button")
    made.type = "button"
    made.textContent = words
    made.addEventListener("click", async () => {
      made.disabled = true
      try {
        await act(share => { made.textContent = `${share} % …` })
        await show()
      } catch {
        await show("This did not work: the connection was cut, or the site is being changed. What was kept before still is.")
      }
    })
    return made
  }

  /** Fill the places for it: the foot of each page once an edition is kept, the pages that offer it before that. */
  async function show(trouble = "") {
    const boxes = [...document.querySelectorAll("[data-keep]")]
    const here = await kept()
    if (!here && !boxes.some(box => box.dataset.keep === "offer")) return
    const now = await asked("edition")
    const newer = here && now && now.digest !== here.digest
    for (const box of boxes) {
      const offer = box.dataset.keep === "offer"
      const parts = []
      if (here) parts.push(`Kept on this device: ${named(here)}, ${age(here)}. `)
      if (newer) parts.push(`The site has ${named(now)} now. `, button(`Update, ${megabytes(now)}`, keep), " ")
      if (here) parts.push(button("Remove from this device", remove))
      if (!here && offer && now) parts.push(button(`Keep on this device, ${megabytes(now)}`, keep), " It then opens without a signal.")
      if (trouble && (offer || here)) parts.push(` ${trouble}`)
      box.replaceChildren(...parts)
      box.hidden = !parts.length
    }
    announce(newer ? now : null)
  }

  /** Say at the head of the page that a newer edition can be had; nothing is changed until the reader asks for it. */
  function announce(now) {
    const before = document.querySelector(".kept-news")
    if (before) before.remove()
    const article = document.querySelector("article")
    if (!now || !article) return
    const news = document.createElement("p")
    news.className = "kept-news"
    news.setAttribute("role", "status")
    news.append(`You read the kept copy. A newer one can be had: ${named(now)}. `, button(`Update, ${megabytes(now)}`, keep))
    article.prepend(news)
  }

  const manifest = document.createElement("link")
  manifest.rel = "manifest"
  manifest.href = at("assets/app.json")
  document.head.append(manifest)
  show()
})()

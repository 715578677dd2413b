// Answers from the edition that a reader keeps on the device (keep.js), and else from the network. The build puts a copy into
// the folder of index.html, since a service worker answers for its own folder and what is below.
// It keeps nothing of itself: without a kept edition, and for what is not of it, every request goes on as if it were not there.
"use strict"

const ROOT = new URL("./", self.location.href)
const PREFIX = `in-harms-way ${ROOT.pathname} `
const STATE = new URL("keep/kept.json", ROOT).href
const ALWAYS_ASKED = new Set(["keep/edition.json", "keep/files.json"].map(name => new URL(name, ROOT).href))

self.addEventListener("install", () => self.skipWaiting())
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()))
self.addEventListener("fetch", event => {
  const { method, url, integrity } = event.request
  // What is fetched by its hash is fetched to be kept.
  if (method !== "GET" || integrity || !url.startsWith(ROOT.href) || ALWAYS_ASKED.has(url)) return
  event.respondWith(answer(event.request))
})

async function answer(request) {
  const address = new URL(request.url)
  address.search = ""
  address.hash = ""
  if (address.pathname.endsWith("/")) address.pathname += "index.html"
  const names = (await caches.keys()).filter(name => name.startsWith(PREFIX))
  for (const name of names.reverse()) {
    const cache = await caches.open(name)
    if (!(await cache.match(STATE))) continue // not whole yet
    const kept = await cache.match(address.href, { ignoreVary: true })
    if (kept) return kept
  }
  try {
    return await fetch(request)
  } catch {
    const words = "This file is not kept on this device, and there is no connection."
    return new Response(words, { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } })
  }
}

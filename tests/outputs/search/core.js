// The search of a built site, loaded as a page loads it, without a browser.
"use strict"

const fs = require("node:fs")
const path = require("node:path")
const vm = require("node:vm")
const { fileURLToPath, pathToFileURL } = require("node:url")

const SCRIPTS = ["words", "store", "near", "query", "rank", "excerpt"]

/** What the tests are given: the site's folder, and what Python reads or counts. */
const site = process.env.SEARCH_SITE
const given = JSON.parse(fs.readFileSync(process.env.SEARCH_GIVEN, "utf-8"))

/** Resolves to { search, core, ask, shown }; every test may change the weights, so that each file has its own. */
async function open() {
  const run = file => vm.runInContext(fs.readFileSync(file, "utf-8"), page, { filename: file })
  const added = script =>
    queueMicrotask(() => {
      run(fileURLToPath(script.src))
      script.onload()
    })
  const page = vm.createContext({ URL, URLSearchParams, addEventListener() {}, location: { protocol: "file:", search: "" } })
  page.window = page
  page.document = { readyState: "loading", createElement: () => ({ remove() {} }), head: { append: added } }
  for (const name of SCRIPTS) {
    const file = path.join(site, "assets/javascripts/search", `${name}.js`)
    page.document.currentScript = { src: pathToFileURL(file).href }
    run(file)
  }
  const search = page.siteSearch
  const core = await search.ready()

  /** The rows of the first results, best first, with what the query was read as. */
  async function shown(text, count = 10) {
    const query = search.read(core, text)
    const quoted = await Promise.all(query.phrases.map(search.quoting))
    const { results, named } = search.rank(core, query, document => quoted.every(found => found.has(document)))
    const rows = await Promise.all(results.slice(0, count).map(search.row))
    return { query, named, rows, showing: { core, marked: search.marks(core, query), answering: search.answers(core, query) } }
  }

  /** The headings of the first results, each with that of its page, as the dialog has them. */
  const ask = async text => (await shown(text)).rows.map(({ title, pageTitle }) => `${title} | ${pageTitle}`)

  return { search, core, ask, shown }
}

module.exports = { given, open }

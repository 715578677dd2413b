// The index in the browser: script files are asked for when needed and read only as far as a query goes.
// There is no fetch, no worker and no storage here, since none of them works on file:// everywhere.
(() => {
  "use strict"

  const search = (window.siteSearch = window.siteSearch || {}) // the first file of the search that a page loads
  const root = new URL("../../../", document.currentScript.src).href
  const folder = `${root}assets/search/`
  const FORMAT = 5
  const LAST = 60
  const FEW_CHUNKS = 40 // so many files of documents are fetched ahead; of more, only those that are shown

  const waiting = new Map()
  const received = new Map()
  let core = null
  let postings = []

  // scripts/outputs/search/coding.py: 91 signs from #, without the backslash.
  const sign = code => (code > 92 ? code - 36 : code - 35)

  /** Reads numbers from a text, one after another. */
  class Reader {
    constructor(text, at = 0) {
      this.text = text
      this.at = at
    }
    next() {
      let value = 0
      let times = 1
      for (;;) {
        const digit = sign(this.text.charCodeAt(this.at++))
        value += digit * times
        if (digit < LAST) return value
        times *= 91 - LAST
      }
    }
    get more() {
      return this.at < this.text.length
    }
  }

  function column(text, count, gaps = false) {
    const reader = new Reader(text)
    const found = new Uint32Array(count)
    for (let i = 0, last = 0; i < count; i++) found[i] = last = reader.next() + (gaps ? last : 0)
    return found
  }

  function sortedWords(text) {
    const found = text.split(" ")
    for (let i = 0, last = ""; i < found.length; i++) {
      const written = found[i]
      const shared = written ? sign(written.charCodeAt(0)) : 0
      found[i] = last = last.slice(0, shared) + written.slice(1)
    }
    return found
  }

  // Where each word's text begins within its part.
  function starts(lengths, parts) {
    const found = new Uint32Array(lengths.length)
    for (let i = 0, part = 0, at = 0; i < lengths.length; i++) {
      if (part + 1 < parts.length && i === parts[part + 1]) {
        part++
        at = 0
      }
      found[i] = at
      at += lengths[i]
    }
    return found
  }

  /** Called by every index file with what it holds. */
  function receive(name, body) {
    received.set(name, body)
    const entry = waiting.get(name)
    if (entry) entry.done(body)
  }

  function load(name, file) {
    if (!waiting.has(name)) {
      const entry = {}
      entry.promise = new Promise((done, failed) => {
        entry.done = done
        const script = document.createElement("script")
        script.src = folder + file
        script.async = true
        script.onerror = () => {
          waiting.delete(name) // so that a later try asks again
          failed(new Error(`${file} could not be loaded`))
        }
        script.onload = () => {
          script.remove()
          if (!received.has(name)) failed(new Error(`${file} holds no index`))
        }
        document.head.append(script)
      })
      waiting.set(name, entry)
    }
    return waiting.get(name).promise
  }

  const part = (kind, number) => load(`${kind}-${number}`, `${kind}-${number}.${core.stamp}.js`)

  async function open() {
    const body = await load("index", "index.js")
    if (body.format !== FORMAT) throw new Error("the index was made by another edition")
    core = body
    const loading = core.postingParts.map((_, i) => part("postings", i))
    core.vocabulary = sortedWords(core.words)
    core.exactKeys = sortedWords(core.exact[0])
    core.lengthsOf = column(core.lengths, core.vocabulary.length)
    core.startsOf = starts(core.lengthsOf, core.postingParts)
    core.exactStarts = exactStarts()
    core.kindOf = column(core.kindOf, core.count)
    core.themeOf = column(core.themeOf, core.count)
    core.nationOf = column(core.nationOf, core.count)
    core.pageOf = column(core.pageOf, core.count, true)
    core.phrases = phrasesOf(core.phrases)
    postings = await Promise.all(loading)
    if (document.readyState === "complete") idle(ahead)
    else addEventListener("load", () => idle(ahead)) // what was asked in the address comes first
    return core
  }

  let english = null
  /** Whether a word is plain English, so that it is no slip of ours. */
  function isEnglish(word) {
    english = english || new Set(sortedWords(core.english))
    return english.has(word)
  }

  /** The phrases beside the pages: the document of each, what it weighs, and where the list of each of their words begins. */
  function phrasesOf({ count, of, weights, words, lengths, having }) {
    const listed = new Reader(words)
    const sizes = new Reader(lengths)
    const startOf = new Map()
    for (let word = 0, at = 0; listed.more; ) {
      word += listed.next()
      const size = sizes.next()
      startOf.set(word, [at, at + size])
      at += size
    }
    return { count, of: column(of, count, true), weights: column(weights, count), startOf, having, known: new Map() }
  }

  /** The phrases that have a word and how much it says there: { phrases, rarity }; null where none has it. */
  function phrasesWith(word) {
    const { count, startOf, having, known } = core.phrases
    if (!startOf.has(word)) return null
    if (!known.has(word)) {
      const [start, end] = startOf.get(word)
      const reader = new Reader(having, start)
      const phrases = []
      for (let phrase = 0; reader.at < end; ) phrases.push((phrase += reader.next()))
      known.set(word, { phrases, rarity: Math.log(1 + count / phrases.length) })
    }
    return known.get(word)
  }

  function exactStarts() {
    const reader = new Reader(core.exact[1])
    const found = new Uint32Array(core.exactKeys.length)
    for (let i = 0; i < found.length; i++) {
      found[i] = reader.at
      for (let left = reader.next() * 2; left > 0; left--) reader.next()
    }
    return found
  }

  // A phone on a network pays for each byte: there nothing is fetched before somebody reaches for the search.
  const spare = location.protocol === "file:" || matchMedia("(hover: hover)").matches
  const idle = task => {
    if (!spare) return
    if (window.requestIdleCallback) requestIdleCallback(task, { timeout: 2000 })
    else setTimeout(task, 200)
  }

  // While nothing else happens: what makes the first results quicker, one file after another.
  async function ahead() {
    if (core.chunks.length > FEW_CHUNKS) return
    for (let i = 0; i < core.chunks.length; i++) await part("documents", i).catch(() => {})
  }

  let opening = null
  /** Resolves to the index once it can answer; the first call begins to load it. */
  function ready() {
    opening = opening || open().catch(error => {
      opening = null
      throw error
    })
    return opening
  }

  /** The number of the first entry of a sorted list that is not before a word. */
  function lowerBound(list, word) {
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (list[middle] < word) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The number of a word, or -1. */
  function wordNumber(word) {
    const at = lowerBound(core.vocabulary, word)
    return core.vocabulary[at] === word ? at : -1
  }

  const upperBound = (list, prefix) => lowerBound(list, `${prefix}\uffff`)

  /** The numbers [first, end) of the words that begin with a prefix. */
  const range = prefix => [lowerBound(core.vocabulary, prefix), upperBound(core.vocabulary, prefix)]

  const partOf = (parts, number) => {
    let at = parts.length - 1
    while (parts[at] > number) at--
    return at
  }

  const MEMORY = 600
  const memory = new Map()
  /** A word's documents and how much it says in each: { documents, impacts }. */
  function postingsOf(number) {
    const known = memory.get(number)
    if (known) return known
    const start = core.startsOf[number]
    const end = start + core.lengthsOf[number]
    const reader = new Reader(postings[partOf(core.postingParts, number)], start)
    const documents = []
    const impacts = []
    for (let document = 0; reader.at < end; ) {
      document += reader.next()
      documents.push(document)
      impacts.push(reader.next())
    }
    const found = { documents, impacts }
    if (memory.size > MEMORY) memory.clear()
    memory.set(number, found)
    return found
  }

  /** How many characters a word's postings take: a quick measure of how common it is. */
  const commonness = number => core.lengthsOf[number]

  function entriesAt(number) {
    const reader = new Reader(core.exact[1], core.exactStarts[number])
    const found = []
    let document = 0
    for (let left = reader.next(); left > 0; left--) {
      document += reader.next()
      found.push([document, reader.next()])
    }
    return found
  }

  /** The documents [document, class] whose id, title, name, question or place in the report is exactly this. */
  function exact(key) {
    const at = lowerBound(core.exactKeys, key)
    return core.exactKeys[at] === key ? entriesAt(at) : []
  }

  /** The same for names that only begin so: [key, entries], at most `limit`. */
  function exactPrefix(key, limit) {
    const first = lowerBound(core.exactKeys, key)
    const end = Math.min(upperBound(core.exactKeys, key), first + limit)
    const found = []
    for (let i = first; i < end; i++) found.push([core.exactKeys[i], entriesAt(i)])
    return found
  }

  /** Resolves to what is shown of a document. */
  async function row(document) {
    const chunk = partOf(core.chunks, document)
    return shown(document, await part("documents", chunk))
  }

  /** The same at once where it is loaded, else null. */
  function rowNow(document) {
    const chunk = received.get(`documents-${partOf(core.chunks, document)}`)
    return chunk ? shown(document, chunk) : null
  }

  function shown(document, chunk) {
    const [title, anchor, note, text, parts = []] = chunk[document - core.chunks[partOf(core.chunks, document)]]
    const [page, pageTitle] = core.pages[core.pageOf[document]]
    return {
      document,
      title: title || pageTitle,
      pageTitle: title ? pageTitle : "",
      page: root + page,
      anchor,
      note: core.notes[note],
      sentences: text.split("\n"),
      parts, // [number of the first sentence, id, title] of each section of the page
    }
  }

  /** Resolves to the documents that show some words side by side, in order. */
  async function quoting(words) {
    const numbers = words.map(wordNumber)
    if (numbers.some(number => number < 0)) return new Set()
    const [least, ...others] = numbers.map(number => postingsOf(number).documents).sort((a, b) => a.length - b.length)
    const having = others.map(documents => new Set(documents))
    const rows = await Promise.all(least.filter(document => having.every(found => found.has(document))).map(row))
    const wanted = ` ${words.join(" ")} `
    const said = ({ title, sentences, parts }) => [title, ...parts.map(([, , name]) => name), ...sentences]
    const shows = found => said(found).some(text => ` ${search.words(text).join(" ")} `.includes(wanted))
    return new Set(rows.filter(shows).map(found => found.document))
  }

  Object.assign(search, {
    root, receive, ready, lowerBound, wordNumber, range, postingsOf, phrasesWith, quoting, commonness,
    exact, exactPrefix, isEnglish, row, rowNow, idle,
  }) // prettier-ignore

  if (new URLSearchParams(location.search).get("q")) ready().catch(() => {}) // dialog.js asks again and tells
})()

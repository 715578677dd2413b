// From slots to an order: how much each document says about each word, what it is called, what phrases lead to it.
(() => {
  "use strict"

  const search = window.siteSearch
  const KEPT = 120 // results that can be shown; all are counted
  const SPAN = 6
  const LINKS = new Set(["and", "of", "the"]) // "section 17 of the Children Act"

  const pool = []
  function scratch(count) {
    const found = pool.pop()
    return found && found.length === count ? found.fill(0) : new Float32Array(count)
  }

  /** The most that any of some words says, by document: values and the documents touched. */
  function gather(core, forms) {
    const values = scratch(core.count)
    const touched = []
    for (const [number, weight] of forms) {
      const { documents, impacts } = search.postingsOf(number)
      for (let i = 0; i < documents.length; i++) {
        const value = impacts[i] * weight
        const document = documents[i]
        if (values[document] === 0) touched.push(document)
        if (value > values[document]) values[document] = value
      }
    }
    return { values, touched }
  }

  /** The same for several words that must all be there. */
  function gatherAll(core, words) {
    const parts = words.map(forms => gather(core, forms))
    parts.sort((a, b) => a.touched.length - b.touched.length)
    const [first, ...others] = parts
    const touched = first.touched.filter(document => others.every(part => part.values[document] > 0))
    const mean = touched.map(document => parts.reduce((sum, part) => sum + part.values[document], 0) / parts.length)
    for (const part of parts) pool.push(part.values)
    return { touched, mean }
  }

  const rarity = (count, having) => Math.log(1 + (count - having + 0.5) / (having + 0.5))

  /** What exact names add, by document. */
  function named(core, query, weights) {
    const found = new Map()
    const raise = (document, value) => found.set(document, Math.max(found.get(document) || 0, value))
    const { tokens, slots } = query
    const total = weights.reduce((sum, weight) => sum + weight, 0) || 1
    const content = trimmed(query)
    // "appropriate adult recommendation" names the adult but wants a recommendation.
    const wanted = document => !query.asksKind || query.lifts.has(core.kinds[core.kindOf[document]][0])
    // The other names of a page of many records are topics it touches rather than what it is.
    const broad = document => /^(page|list)$/.test(core.kinds[core.kindOf[document]][0])
    // A term inside a longer query is a word of it, unless its meaning is asked for.
    const passing = document => (core.kinds[core.kindOf[document]][0] === "term" && !query.lifts.has("term") ? naming.term : 1)
    const { exact, inside, begins, naming, classes } = core.weights
    const [title, name, ...provision] = ["title", "name", "provision", "provision too"].map(each => classes.indexOf(each))
    const worth = (document, how) => exact[how] * (how === name && broad(document) ? naming.topic : 1)
    const typed = tokens.join("")
    for (const key of new Set([typed, content.join(""), content.join("").replace(/s$/, "")])) {
      for (const [document, how] of key ? search.exact(key) : []) {
        const value = worth(document, how)
        raise(document, key === typed || wanted(document) ? value : Math.min(value, exact[title]) * naming.unasked)
      }
    }
    // What the whole query stands for: "female circumcision" is the title "female genital mutilation".
    const meant = new Map()
    const share = (from, to) => weights.slice(from, to).reduce((sum, weight) => sum + weight, 0) / total
    for (const { from, to, text } of query.expressions) {
      const whole = tokens.slice(from, to).join(" ") === content.join(" ")
      for (const [document, how] of search.exact(text.replaceAll(" ", ""))) {
        const value = whole ? worth(document, how) * naming.meant : inside[how] * share(from, to)
        if (wanted(document)) meant.set(document, Math.max(meant.get(document) || 0, value))
      }
    }
    for (const [document, value] of meant) found.set(document, (found.get(document) || 0) + value)
    for (let from = 0; from < tokens.length; from++) {
      for (let to = from + 1; to <= Math.min(tokens.length, from + SPAN); to++) {
        if (from === 0 && to === tokens.length) continue
        const several = slots.slice(from, to).filter(slot => !slot.small).length > 1
        const part = several ? Math.max(naming.several, share(from, to)) : share(from, to)
        if (part < naming.least) continue
        const key = tokens.slice(from, to).join("")
        const found = search.exact(key)
        for (const [document, how] of found.length ? found : search.exact(key.replace(/s$/, ""))) {
          raise(document, inside[how] * part * passing(document) * (wanted(document) ? 1 : naming.unasked_inside))
        }
      }
    }
    for (const [key, part] of provisions(tokens, share)) {
      for (const [document, how] of search.exact(key)) if (provision.includes(how)) raise(document, exact[how] * part)
    }
    if (typed.length > 2) {
      for (const [key, entries] of search.exactPrefix(typed, 60)) {
        if (key === typed) continue
        for (const [document, how] of entries) {
          if (how !== name || !broad(document)) raise(document, begins[how] + naming.begun * (typed.length / key.length))
        }
      }
    }
    return found
  }

  /** What may be a section with its Act: [key, share of the words]. */
  function provisions(tokens, share) {
    const found = []
    const places = [...tokens.keys()].filter(i => !LINKS.has(tokens[i]))
    const own = places.map(i => tokens[i])
    for (let from = 0; from < own.length; from++) {
      for (let to = from + 2; to <= Math.min(own.length, from + SPAN); to++) {
        if (!/^s\d/.test(own[from]) && !/^s\d/.test(own[to - 1])) continue
        found.push([own.slice(from, to).join(""), share(places[from], places[to - 1] + 1)])
      }
    }
    return found
  }

  /** The words without small ones at either end: "what does NPCC mean" is NPCC. */
  function trimmed({ tokens, slots }) {
    let from = 0
    let to = tokens.length
    while (from < to && slots[from].small) from++
    while (to > from && slots[to - 1].small) to--
    return tokens.slice(from, to)
  }

  /**
   * What the phrases of each document say of a query: { documents, like, more, heard }, the last three by document.
   * `like` is how like the nearest phrase is, 0 to 1: what both say against what either says; `more` the same of the two after it,
   * squared and added; `heard` how much of the query any of them says.
   */
  function likeness(core, query) {
    const { count, of, weights } = core.phrases
    const { small, plain } = core.weights.rank
    const said = new Float32Array(count)
    const now = new Float32Array(count)
    const [most, heard, like, next, more] = Array.from({ length: 5 }, () => scratch(core.count))
    const touched = []
    const documents = []
    let asked = 0
    query.slots.forEach((slot, i) => {
      const phrases = []
      const own = []
      let worth = 0
      for (const [word, form] of [...slot.forms, ...meantBy(query, i)]) {
        const having = search.phrasesWith(word)
        if (!having) continue
        const value = having.rarity * (slot.small ? small : 1)
        worth = Math.max(worth, value)
        if (having.rarity < plain) continue // in too many phrases to tell one from another
        for (const phrase of having.phrases) {
          if (now[phrase] === 0) phrases.push(phrase)
          if (now[phrase] < value * form) now[phrase] = value * form
        }
      }
      asked += worth || (slot.small ? 1 : Math.log(1 + count))
      for (const phrase of phrases) {
        const document = of[phrase]
        if (said[phrase] === 0) touched.push(phrase)
        said[phrase] += now[phrase]
        if (most[document] === 0) own.push(document)
        most[document] = Math.max(most[document], now[phrase])
        now[phrase] = 0
      }
      for (const document of own) {
        if (heard[document] === 0) documents.push(document)
        heard[document] += most[document]
        most[document] = 0
      }
    })
    for (const document of documents) heard[document] /= asked
    for (const phrase of touched) {
      const both = said[phrase]
      const document = of[phrase]
      let value = Math.min(1, both / (asked + weights[phrase] / 2 - both))
      if (value > like[document]) [like[document], value] = [value, like[document]]
      if (value > next[document]) [next[document], value] = [value, next[document]]
      if (value > most[document]) most[document] = value
    }
    for (const document of documents) more[document] = next[document] ** 2 + most[document] ** 2
    pool.push(most, next)
    return { documents, like, more, heard }
  }

  /** The single words that one word of a query also stands for. */
  const meantBy = ({ expressions }, at) =>
    expressions.flatMap(({ from, to, words }) => (from === at && to === at + 1 && words.length === 1 ? [...words[0]] : []))

  /**
   * The documents that answer a query, best first.
   * @param keep tells whether a document passes the filters and shows what stands in quotation marks
   * @returns { results: [document], total, full, without, named }; `full` is how many of all have every word,
   *   `without` tells of each result the words of the query that it lacks, `named` holds those that were asked for by name.
   */
  function rank(core, query, keep) {
    const { slots } = query
    const { mentioned, nearly, all: onAll, unasked, asked_page, holds, certain, unknown, spread: power, like: alone, more: also, heard: enough } = core.weights.rank
    const parts = slots.map(slot => gather(core, slot.forms))
    const weights = parts.map((part, i) => {
      const base = rarity(core.count, part.touched.length)
      return part.touched.length === 0 ? rarity(core.count, unknown) : slots[i].small ? base * core.weights.rank.small : base
    })
    for (const { from, to, words } of query.expressions) {
      if (words.some(forms => forms.size === 0)) continue
      const { touched, mean } = gatherAll(core, words)
      const own = rarity(core.count, touched.length)
      for (let i = from; i < to; i++) {
        const { values, touched: had } = parts[i]
        // A rare word does not make a common one it stands for any rarer; that it is there still counts.
        const worth = Math.min(1, own / weights[i])
        for (let j = 0; j < touched.length; j++) {
          const document = touched[j]
          const value = Math.max(mean[j] * worth, Math.min(mean[j], mentioned))
          if (values[document] === 0) had.push(document)
          if (value > values[document]) values[document] = value
        }
      }
    }
    const title = core.weights.classes.indexOf("title")
    const names = named(core, query, weights.slice(0, query.tokens.length))
    const required = slots.map((slot, i) => (slot.small ? 0 : weights[i]))
    const whole = required.reduce((sum, weight) => sum + weight, 0)
    // Whoever asks for a recommendation, a case or a figure wants that before anything else.
    const lift = kind => query.lifts.get(kind) || (query.asksKind ? (kind === "page" ? asked_page : unasked) : 1)
    const kinds = core.kinds.map(([kind]) => core.weights.kind[kind] * lift(kind))
    // Who asks for a quiz wants a page of questions rather than any page.
    const [...folders] = query.folders
    const page = core.kinds.findIndex(([kind]) => kind === "page")
    const asked = document => {
      const kind = core.kindOf[document]
      const own = kind === page && folders.find(([folder]) => core.pages[core.pageOf[document]][0].startsWith(folder))
      return own ? core.weights.kind.page * own[1] : kinds[kind]
    }
    const scores = scratch(core.count)
    const { documents: phrased, like, more, heard } = likeness(core, query)
    const candidates = new Set([...names.keys(), ...phrased])
    parts.forEach(({ touched }, i) => {
      if (required[i] > 0) for (const document of touched) candidates.add(document)
    })
    const best = []
    let total = 0
    let full = 0
    for (const document of candidates) {
      if (!keep(document)) continue
      let score = 0
      let has = 0
      for (let i = 0; i < parts.length; i++) {
        const value = parts[i].values[document]
        if (value > 0) {
          score += (weights[i] * value) / 59
          has += required[i] * Math.min(1, value / mentioned)
        }
      }
      const name = names.get(document) || 0
      const titled = name >= core.weights.inside[title] * core.weights.naming.several ? holds : 0
      const covered = Math.max(titled, Math.min(1, enough * heard[document]), whole > 0 ? has / whole : 0)
      if (covered === 0 && name === 0) continue
      total++
      const all = covered > nearly
      if (all) full++
      const said = score + name + alone * like[document] ** 2 + also * more[document]
      scores[document] = said * asked(document) * covered ** power * (all ? onAll : 1)
      offer(best, document, scores)
    }
    const results = spread(core, best.sort((a, b) => scores[b] - scores[a] || a - b), scores)
    const lacks = document => slots.filter((slot, i) => required[i] > 0 && !parts[i].values[document]).map(slot => slot.word)
    const without = new Map(results.map(document => [document, lacks(document)]))
    for (const part of parts) pool.push(part.values)
    pool.push(scores, like, more, heard)
    const byName = new Set(results.filter(document => names.get(document) >= certain))
    return { results, total, full, without, named: byName }
  }

  /** Keeps the best documents in a heap with the least at its top, so that thousands need no sorting. */
  function offer(heap, document, scores) {
    const value = scores[document]
    if (heap.length === KEPT) {
      if (value <= scores[heap[0]]) return
      heap[0] = document
      let at = 0
      for (;;) {
        const left = 2 * at + 1
        if (left >= KEPT) return
        const child = left + 1 < KEPT && scores[heap[left + 1]] < scores[heap[left]] ? left + 1 : left
        if (scores[heap[child]] >= value) return
        heap[at] = heap[child]
        heap[child] = document
        at = child
      }
    }
    heap.push(document)
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1
      if (scores[heap[parent]] <= value) return
      heap[at] = heap[parent]
      heap[parent] = document
      at = parent
    }
  }

  /** Each further result from one page counts for less, so that a long page does not fill the list. */
  function spread(core, ordered, scores) {
    const seen = new Map()
    const value = new Map()
    for (const document of ordered) {
      const page = core.pageOf[document]
      const before = seen.get(page) || 0
      seen.set(page, before + 1)
      value.set(document, scores[document] * core.weights.rank.same_page ** before)
    }
    return ordered.sort((a, b) => value.get(b) - value.get(a) || a - b)
  }

  Object.assign(search, { rank })
})()

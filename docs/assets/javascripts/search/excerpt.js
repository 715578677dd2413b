// The sentence that matched, with its words marked. Text only ever becomes text nodes, never markup.
(() => {
  "use strict"

  const search = window.siteSearch
  const LENGTH = 220

  /** How much each word form counts in an excerpt: Map from word to weight. */
  function marks(core, query) {
    const { small, meant, number: digits } = core.weights.sentence
    const found = new Map()
    const add = (forms, weight) => {
      for (const [number, own] of forms) {
        const word = core.vocabulary[number]
        found.set(word, Math.max(found.get(word) || 0, own * weight))
        if (/^s\d/.test(word)) found.set(word.slice(1), own * weight * digits) // "section 46" is written in two words
      }
    }
    for (const slot of query.slots) add(slot.forms, slot.small ? small : 1)
    for (const { words } of query.expressions) for (const forms of words) add(forms, meant)
    return found
  }

  /** The words of which one stands in a sentence that answers such a question. */
  function answers(core, query) {
    const text = ` ${query.tokens.join(" ")} `
    const forms = core.language.answers.filter(({ asked }) => asked.some(form => text.includes(` ${form} `)))
    return new Set(forms.flatMap(({ words }) => words))
  }

  // A quick count on plain letters and digits: every sentence of ten documents is weighed at each key press.
  function weigh(sentence, marked, answering, answers) {
    const found = sentence.toLowerCase().match(/[a-z0-9]+/g)
    const seen = new Map()
    let sum = found?.some(word => answering.has(word)) ? answers : 0
    for (const word of found || []) {
      const weight = marked.get(word)
      if (!weight) continue
      const root = search.stem(word)
      const before = seen.get(root) || 0
      if (before >= weight) continue
      seen.set(root, weight)
      sum += weight - before
    }
    return sum
  }

  /** The sentence that says most of what was asked, cut into pieces: { pieces, weight, at }; `at` is its number. */
  function bestSentence(sentences, { core, marked, answering }) {
    const { answers, name } = core.weights.sentence
    let best = ""
    let most = -1
    let at = -1
    for (const [i, sentence] of sentences.entries()) {
      // Other names and questions say why a thing was found, but a sentence of its text says more.
      const weight = weigh(sentence, marked, answering, answers) * (/^Also: |\?$/.test(sentence) ? name : 1)
      if (weight > most + 0.01) {
        best = sentence
        most = weight
        at = i
      }
    }
    return { pieces: best ? search.pieces(best) : [], weight: most, at }
  }

  const isMarked = (piece, marked) => piece.words.some(word => (marked.get(word) || 0) > 0.1)

  /** Appends a text to an element, its found words marked. */
  function append(element, pieces, marked) {
    for (const piece of pieces) {
      if (isMarked(piece, marked)) {
        const mark = document.createElement("mark")
        mark.textContent = piece.text
        element.append(mark)
      } else element.append(piece.text)
    }
  }

  /** The part of a long sentence around its first found word. */
  function around(pieces, marked) {
    const length = pieces.reduce((sum, piece) => sum + piece.text.length, 0)
    if (length <= LENGTH) return pieces
    let first = pieces.findIndex(piece => isMarked(piece, marked))
    let before = 0
    while (first > 0 && before < 60) before += pieces[--first].text.length
    const shown = first > 0 ? [{ text: "… ", words: [] }] : []
    let size = 0
    for (const piece of pieces.slice(Math.max(first, 0))) {
      if (size > LENGTH) return [...shown, { text: " …", words: [] }]
      shown.push(piece)
      size += piece.text.length
    }
    return shown
  }

  /** The found words of a sentence, to be marked on its page. */
  function markedWords(pieces, marked) {
    const found = pieces.filter(piece => isMarked(piece, marked)).flatMap(piece => piece.words)
    return [...new Set(found)].slice(0, 12).join(" ")
  }

  /**
   * The section of a page that says more of what was asked than the page's title does: [number, id, title], or undefined.
   * Who asks for a page by its name wants its beginning.
   */
  function partOf({ parts, title }, best, { marked, answering }) {
    const part = parts.filter(([first]) => first <= best.at).pop()
    if (!part?.[1]) return undefined
    const named = new Set(search.words(title).map(search.stem))
    const said = best.pieces.flatMap(piece => piece.words)
    return said.some(word => answering.has(word) || ((marked.get(word) || 0) > 0.5 && !named.has(search.stem(word)))) ? part : undefined
  }

  Object.assign(search, { marks, answers, bestSentence, partOf, append, around, markedWords })
})()

// From what was typed to what is looked for: one slot for each word, each with the forms of the word that will do.
(() => {
  "use strict"

  const search = window.siteSearch
  const LONGEST = 400 // characters that are read
  const MOST = 24 // words that are looked for
  const SPAN = 5 // words in the longest expression with a meaning of its own
  const SHORT = 5 // letters of a word that with another letter is likely another word
  const FORMS = 40 // words that a beginning may stand for

  const SAME = 1

  let language = null
  let lists = null

  function prepare(core) {
    if (language === core.language) return
    language = core.language
    const acts = [...new Set(language.acts.map(act => act.slice(0, -4)))].join("|") || "(?!)"
    lists = {
      small: new Set(language.small),
      asking: new Set(language.wanted.flatMap(({ words }) => words).filter(word => !word.includes(" "))),
      acts: new RegExp(`(^|[^a-z0-9])(${acts})\\s*(?:act\\s*)?(\\d{4}|\\d{1,3}[a-z]{0,2})(?![0-9a-z]|\\s*(?:${UNITS})(?![a-z]))`, "g"),
      section: new RegExp(`(^|[^a-z0-9.])(\\d{1,3}[a-z]{0,2})(?:\\s?\\([0-9a-z]+\\))*\\s+(?:of\\s+)?(?:the\\s+)?(${acts})(?![a-z0-9])`, "g"),
    } // prettier-ignore
  }

  const UNITS = "hours?|hrs?|h|days?|weeks?|months?|years?|yrs?|mins?|minutes?"

  const AGED = new RegExp(`(^|[^a-z0-9])(aged?|is|hes|shes|im|only|brother|sister|cousin|son|daughter|boy|girl|kid|child|misper|male|female),? (\\d|1\\d)(?![-a-z0-9/.]| ?(?:${UNITS}|and|to|or)(?![a-z]))`, "g")

  // As people write them in a hurry: "15yo", "16f", "u18", "72hrs", "my brother is 9", "misper 14".
  const HURRIED = [
    [/(^|[^a-z0-9.])(\d{1,2}) ?(?:yo|y o|yrs? old)(?![a-z0-9])/g, "$1$2 year old"],
    [/(^|[^a-z0-9.])(\d{1,2})([fm])(?![a-z0-9])/g, (_, before, age, sex) => `${before}${age} year old ${sex === "f" ? "girl" : "boy"}`],
    [/(^|[^a-z0-9.])u ?(1\d)s?(?![a-z0-9])/g, "$1under $2"],
    [AGED, "$1$2 $3 year old"],
    [/(^|[^a-z0-9.])(\d{1,3}) ?(?:hrs?|h)(?![a-z0-9])/g, "$1$2 hours"],
    [/(^|[^a-z0-9.])(\d{1,2}) ?yrs?(?![a-z0-9])/g, "$1$2 years"],
  ] // prettier-ignore

  const SUBSECTION = /(^|[^a-z0-9])(s\d{1,3}[a-z]{0,2})\s+\d{1,2}(?=\s*$|\s+[a-z])/g
  const NUMBERED = /(^|[^a-z])(case|recommendation|rec|finding|table|figure|footnote)\s+(?:no|nr|number)\.?\s*(?=\d)/g

  /** What a number after an Act is: its year in four digits or two, else a section. */
  function afterAct(act, digits) {
    const year = ["", "19", "20"].map(century => century + digits).find(full => language.acts.includes(act + full))
    return year || (/^\d{4}$/.test(digits) ? digits : `s${digits}`)
  }

  /**
   * "46 CA89" and "46 of the CA 1989" as "s46 ca 1989", "PACE 38" as "pace s38", "s 38 6 PACE" as "s38 pace",
   * "case no 7" as "case 7".
   */
  const legal = text =>
    HURRIED.reduce((found, [form, meant]) => found.replace(form, meant), text)
      .replace(lists.acts, (_, before, act, digits) => `${before}${act} ${afterAct(act, digits)}`)
      .replace(SUBSECTION, "$1$2 ")
      .replace(lists.section, "$1s$2 $3")
      .replace(NUMBERED, "$1$2 ")

  /** American and British endings of one word. */
  function spellings(word) {
    const found = []
    if (Object.hasOwn(language.spelling, word)) found.push(language.spelling[word])
    const swapped = word
      .replace(/iz(e|ed|es|er|ing|ation|ations|ational)$/, "is$1")
      .replace(/yz(e|ed|es|ing)$/, "ys$1")
    if (swapped !== word) found.push(swapped)
    const back = word.replace(/is(e|ed|es|er|ing|ation|ations|ational)$/, "iz$1").replace(/ys(e|ed|es|ing)$/, "yz$1")
    if (back !== word) found.push(back)
    return found
  }

  /** Adds a word and its other forms to a Map from word number to weight. */
  function addWord(core, forms, word, weight) {
    const own = search.wordNumber(word)
    if (own >= 0) add(forms, own, weight)
    for (const other of spellings(word)) {
      const number = search.wordNumber(other)
      if (number >= 0) add(forms, number, weight)
    }
    const root = search.stem(word)
    if (root === word && word.length < 3) return
    // Other forms begin as the stem does, save for a last letter that may differ (city, cities).
    const [first, end] = search.range(root.endsWith("y") ? root.slice(0, -1) : root)
    if (root.length < 3 || end - first > 3000) return
    for (let i = first; i < end; i++) {
      if (i !== own && search.stem(core.vocabulary[i]) === root) add(forms, i, weight * core.weights.form.other)
    }
  }

  function add(forms, number, weight) {
    if ((forms.get(number) || 0) < weight) forms.set(number, weight)
  }

  /** Adds the words that begin as the last one does, the commonest where there are many. */
  function addBegun(core, forms, word) {
    const [first, end] = search.range(word)
    const own = forms.has(search.wordNumber(word)) && search.commonness(search.wordNumber(word)) > 0
    let numbers = []
    for (let i = first; i < end; i++) numbers.push(i)
    if (numbers.length > FORMS) {
      numbers.sort((a, b) => search.commonness(b) - search.commonness(a))
      numbers = numbers.slice(0, FORMS)
    }
    for (const number of numbers) {
      const length = core.vocabulary[number].length
      const { begun, begun_too, longer } = core.weights.form
      add(forms, number, (own ? begun_too : begun) * (1 - longer + (longer * word.length) / length))
    }
  }

  function slot(core, word, open) {
    const forms = new Map()
    addWord(core, forms, word, SAME)
    if (open && word.length > 1) addBegun(core, forms, word)
    return { word, forms, small: lists.small.has(word), meant: [] }
  }

  /** The other ways to say the words [from, to). */
  function meant(tokens, from, to) {
    const said = tokens.slice(from, to).join(" ")
    for (const form of [said, said.replace(/s$/, ""), ...(to - from === 1 ? spellings(said) : [])]) {
      if (Object.hasOwn(language.expansions, form)) return language.expansions[form]
    }
    return []
  }

  function isExpression(tokens, at) {
    for (let from = Math.max(0, at - SPAN + 1); from <= at; from++) {
      for (let to = at + 1; to <= Math.min(tokens.length, from + SPAN); to++) {
        if (meant(tokens, from, to).length) return true
      }
    }
    return false
  }

  function wanted(tokens) {
    const text = ` ${tokens.join(" ")} `
    const found = language.wanted.map(one => ({ ...one, said: one.words.filter(form => text.includes(` ${form} `)) })).filter(({ said }) => said.length)
    const asksKind = found.some(({ kinds }) => !kinds.includes("power"))
    const lifts = new Map()
    const folders = new Map()
    const said = new Set()
    const raise = (of, name, lift) => of.set(name, Math.max(of.get(name) || 1, lift))
    for (const one of found) {
      const action = one.kinds.includes("power") // words of action are looked for as well, and tell little where a kind is named
      if (action && asksKind) continue
      if (one.folder) raise(folders, one.folder, one.lift)
      for (const kind of one.kinds) raise(lifts, kind, one.lift)
      if (!action) for (const form of one.said) for (const word of form.split(" ")) said.add(word)
    }
    return { lifts, folders, said, asksKind }
  }

  /**
   * What a text asks for.
   * @param verbatim do not correct slips
   * @returns { slots, phrases, lifts, corrected, unknown, cut, tokens }; `corrected` is the text with its slips mended, or "".
   */
  function read(core, raw, verbatim = false) {
    prepare(core)
    const text = raw.slice(0, LONGEST)
    const phrases = []
    const loose = text.replace(/"([^"]*)"|\u201c([^\u201d"]*)\u201d/g, (_, straight, curly) => {
      const own = search.words(straight || curly || "")
      if (own.length) phrases.push(own)
      return " "
    })
    const all = search.words(legal(search.normal(loose)))
    const tokens = all.slice(0, MOST)
    const goesOn = /[\p{L}\p{N}]$/u.test(loose)
    const corrections = []
    const unknown = []
    tokens.forEach((word, i) => {
      const open = goesOn && i === all.length - 1
      const known = slot(core, word, open).forms.size > 0 || isExpression(tokens, i)
      if (known || lists.small.has(word) || lists.asking.has(word)) return
      const near = verbatim || /\d/.test(word) || search.isEnglish(word) ? [] : search.near(core, word, search.slips(word.length), open && word.length > 5)
      const best = near.find(hit => !another(word, core.vocabulary[hit.number]))
      if (best) {
        corrections.push([word, core.vocabulary[best.number]])
        tokens[i] = core.vocabulary[best.number]
      } else unknown.push(word)
    })
    if (corrections.length) {
      // Mended words may be part of a section or of an expression: the mended text is read afresh.
      const text = mended(raw, corrections)
      return { ...read(core, text, true), corrected: text }
    }
    const slots = tokens.map((word, i) => slot(core, word, goesOn && i === all.length - 1))
    for (const phrase of phrases) {
      for (const word of phrase) {
        const number = search.wordNumber(word)
        slots.push({ word, forms: new Map(number < 0 ? [] : [[number, SAME]]), small: lists.small.has(word), meant: [], quoted: true })
      }
    }
    const expressions = []
    for (let from = 0; from < tokens.length; from++) {
      for (let to = from + 1; to <= Math.min(tokens.length, from + SPAN); to++) {
        for (const other of meant(tokens, from, to)) expressions.push({ from, to, text: other, words: expression(core, other) })
      }
    }
    // "on line", "run away": two words that are written as one as well.
    for (let at = 0; at + 1 < tokens.length; at++) {
      const joined = tokens[at] + tokens[at + 1]
      if (/^[a-z]{6,}$/.test(joined) && !(slots[at].small && slots[at + 1].small) && search.wordNumber(joined) >= 0) expressions.push({ from: at, to: at + 2, text: joined, words: expression(core, joined) })
    }
    const { lifts, folders, said, asksKind } = wanted(tokens)
    for (const one of slots) one.small = one.small || (said.has(one.word) && !one.quoted)
    tokens.forEach((word, i) => {
      if (/^\d+$/.test(word) && /^(years?|yrs?)$/.test(tokens[i + 1] || "")) slots[i].small = true // an age
    })
    const idle = (one, i) => one.small || (!one.forms.size && !isExpression(tokens, i))
    if (slots.every(idle)) for (const one of slots) one.small = false
    return { tokens, slots, expressions, phrases, lifts, folders, asksKind, unknown, corrected: "", cut: all.length > MOST || raw.length > LONGEST }
  } // prettier-ignore

  function expression(core, text) {
    return text.split(" ").map(word => {
      const forms = new Map()
      addWord(core, forms, word, core.weights.form.meant)
      return forms
    })
  }

  const KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
  const key = letter => KEYS.map((row, y) => ({ x: row.indexOf(letter) + y / 2, y, on: row.includes(letter) })).find(at => at.on)

  /** Whether two letters are beside each other on a keyboard. */
  function beside(one, other) {
    const [a, b] = [key(one), key(other)]
    return Boolean(a && b) && Math.abs(a.y - b.y) <= 1 && Math.abs(a.x - b.x) <= 1
  }

  /**
   * Whether a near word is rather another word than one mistyped: "talking" for "stalking", and, where a short word differs
   * in one letter, any but that of the key beside it: "taker" for "taser", but not "child" for "chils". A word and its
   * opposite are never one another's slip: "unexplaned" is no "explained".
   */
  function another(word, other) {
    if (opposite(word, other) || opposite(other, word)) return true
    if (word.slice(1) === other) return word[0] !== word[1]
    const differ = [...word].flatMap((letter, i) => (letter === other[i] ? [] : [i]))
    const oneLetter = word.length === other.length && differ.length === 1
    return oneLetter && word.length <= SHORT && !beside(word[differ[0]], other[differ[0]])
  }

  const NEGATIVE = ["un", "in", "il", "im", "ir", "dis", "mis", "non"]

  /** Whether a word has a negative prefix before what the other one begins with. */
  const opposite = (word, other) =>
    NEGATIVE.some(prefix => word.startsWith(prefix) && !other.startsWith(prefix) && other.startsWith(word.slice(prefix.length, prefix.length + 3)))

  /** The text as typed, with each slip mended. */
  function mended(raw, corrections) {
    const found = new Map(corrections)
    return search
      .pieces(raw)
      .map(piece => (piece.words.length === 1 && found.get(piece.words[0])) || piece.text)
      .join("")
  }

  Object.assign(search, { read })
})()

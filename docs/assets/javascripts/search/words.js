// Words as search sees them. scripts/outputs/search/tokens.py does the same when the index is made; a test holds the two together.
// Every file here is a classic script around one object, `siteSearch`: module scripts do not load on file://.
(() => {
  "use strict"

  const TOKEN = /(?:es|in|fw|rr|[abc])\.\d+(?:\.\d+)*|\d+(?:\.\d+)*%|\d+(?:\.\d+)+|[a-z0-9]+/g
  const SECTION =
    /(^|[^a-z0-9])(?:sections?|sect?|ss?|§+)\.?\s*(\d{1,3}[a-z]{0,2})(?![0-9a-z]|\.\d)(?:\s?\([0-9a-z]+\))*/g

  /** Small letters, no accents; section numbers, percentages and thousands in one form. */
  function normal(text) {
    return text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
      .replace(/[\u2018\u2019]/g, "'")
      .replace(/'s(?![a-z0-9])/g, "")
      .replace(/'/g, "")
      .replace(/(\d),(?=\d{3}(?!\d))/g, "$1")
      .replace(/(\d)\s*(?:%|per ?cent(?![a-z]))/g, "$1% ")
      .replace(SECTION, "$1s$2 ")
  }

  /** The words of a text, in order. */
  function words(text) {
    return normal(text).match(TOKEN) || []
  }

  /** A text cut into its words and what stands between, as written: [{ text, words }], so that words can be marked. */
  function pieces(text) {
    const found = []
    // Marks follow what is written; a section form spans several written words, hence it is tried first.
    const written =
      /(?:sections?|sect?|ss?)\.?\s*\d{1,3}[a-z]{0,2}(?![0-9a-z])(?:\s?\([0-9a-z]+\))*|[\p{L}\p{N}\p{M}\u00ad\u200b-\u200d\u2060]+(?:['’,.][\p{L}\p{N}\p{M}]+)*%?/giu
    let last = 0
    for (const match of text.matchAll(written)) {
      if (match.index > last) found.push({ text: text.slice(last, match.index), words: [] })
      found.push({ text: match[0], words: words(match[0]) })
      last = match.index + match[0].length
    }
    if (last < text.length) found.push({ text: text.slice(last), words: [] })
    return found
  }

  // Endings that may go, longest first: [ending, what takes its place, how much must be left].
  // Only used to find other forms of a whole word; what is typed so far is always matched as it stands.
  const ENDINGS = [
    ["ations", "", 5], ["ation", "", 5], ["ating", "", 5], ["ated", "", 5], ["ates", "", 5], ["ate", "", 5],
    ["ments", "", 5], ["ment", "", 5], ["ions", "", 5], ["ion", "", 5], ["ings", "", 3], ["ing", "", 3],
    ["ies", "y", 2], ["ied", "y", 2], ["sses", "ss", 2], ["ches", "ch", 2], ["shes", "sh", 2], ["xes", "x", 2],
    ["ed", "", 3], ["ly", "", 4], ["es", "", 3], ["s", "", 3], ["e", "", 3],
  ] // prettier-ignore

  /** What a word shares with its other forms: search, searches and searched have one stem. */
  function stem(word) {
    if (word.length < 4 || /\d/.test(word)) return word
    for (const [ending, instead, left] of ENDINGS) {
      if (!word.endsWith(ending) || word.length - ending.length < left) continue
      if (ending === "s" && /[sui]s$/.test(word)) continue
      const rest = word.slice(0, -ending.length) + instead
      return /([bdgklmnprt])\1$/.test(rest) && rest.length > 4 ? rest.slice(0, -1) : rest.replace(/e$/, "")
    }
    return word
  }

  window.siteSearch = Object.assign(window.siteSearch || {}, { normal, words, pieces, stem })
})()

// Words near to one that no page has: how many letters differ, found by one walk over the sorted vocabulary.
(() => {
  "use strict"

  const search = window.siteSearch

  /** How many slips a word of this length may hold. */
  const slips = length => (length < 4 ? 0 : length <= 8 ? 1 : 2)

  /**
   * The words nearest to one: [{ number, distance }], best first.
   * Sorted neighbours share their beginnings, so each row of the table of distances is kept for as long as it holds,
   * and a beginning that is already too far away is left with one search for the next.
   * @param word what was typed
   * @param limit the most slips
   * @param open whether the word may go on after what was typed
   */
  function near(core, word, limit, open) {
    const width = word.length + 1
    const rows = [Uint8Array.from({ length: width }, (_, i) => i)]
    const least = [0]
    const ends = [rows[0][word.length]] // the least distance of the whole typed word to any beginning so far
    const vocabulary = core.vocabulary
    const found = []
    let previous = ""
    for (let number = 0; number < vocabulary.length; ) {
      const other = vocabulary[number]
      let depth = 0
      const shared = Math.min(previous.length, other.length, rows.length - 1)
      while (depth < shared && previous.charCodeAt(depth) === other.charCodeAt(depth)) depth++
      rows.length = least.length = ends.length = depth + 1
      let far = false
      for (; depth < other.length; depth++) {
        const above = rows[depth]
        const row = new Uint8Array(width)
        row[0] = depth + 1
        let lowest = row[0]
        for (let i = 1; i < width; i++) {
          const same = word.charCodeAt(i - 1) === other.charCodeAt(depth)
          let cost = Math.min(above[i] + 1, row[i - 1] + 1, above[i - 1] + (same ? 0 : 1))
          const swapped = i > 1 && depth > 0 && word.charCodeAt(i - 1) === other.charCodeAt(depth - 1)
          if (swapped && word.charCodeAt(i - 2) === other.charCodeAt(depth)) {
            cost = Math.min(cost, rows[depth - 1][i - 2] + 1)
          }
          row[i] = cost
          if (cost < lowest) lowest = cost
        }
        rows.push(row)
        least.push(lowest)
        ends.push(Math.min(ends[depth], row[word.length]))
        if (lowest > limit && ends[depth + 1] > limit) {
          far = true
          depth++
          break
        }
      }
      previous = other.slice(0, depth)
      if (far) {
        // Every word that begins like this is too far away.
        number = search.lowerBound(vocabulary, `${previous}\uffff`)
        continue
      }
      const whole = rows[other.length][word.length]
      const begun = open ? ends[other.length] : whole
      if (whole <= limit) found.push({ number, distance: whole })
      else if (begun <= limit) found.push({ number, distance: begun + core.weights.slip.begun })
      number++
    }
    // Of words equally near those that begin alike, with a letter doubled or not, then those that are met more often.
    const alike = other => {
      let i = 0
      while (i < word.length && word[i] === other[i]) i++
      return i / word.length
    }
    const single = text => text.replace(/(.)\1+/g, "$1")
    const doubled = other => (single(other) === single(word) ? core.weights.slip.doubled : 0)
    const common = hit => core.weights.slip.common * Math.log10(search.commonness(hit.number) + 1)
    const rank = hit => hit.distance - alike(vocabulary[hit.number]) - doubled(vocabulary[hit.number]) - common(hit)
    return found.sort((a, b) => rank(a) - rank(b))
  }

  Object.assign(search, { near, slips })
})()

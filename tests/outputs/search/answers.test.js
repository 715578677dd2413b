// What comes first, however it is asked, without a browser; test_core.py runs this.
"use strict"

const assert = require("node:assert/strict")
const test = require("node:test")
const { given, open } = require("./core.js")

const opened = open()
const ask = async text => (await opened).ask(text)
const shown = async (text, count) => (await opened).shown(text, count)
const titles = async text => (await ask(text)).map(heading => heading.split(" | ")[0])

for (const [name, least] of [
  ["tuned", 0.95],
  ["by trade", 0.9],
  ["held back", 0.8], // never tuned on: reported in docs/about/search.md, and a new miss here is no reason to tune
  ["by another hand", 0.9],
])
  for (const first of [true, false])
    test(`searches are answered: ${name}, ${first ? "first" : "in three"}`, async () => {
      const asked = given.lists[name].filter(query => query.first === first)
      const missed = []
      for (const { ask: text, want } of asked) {
        const headings = (await ask(text)).slice(0, first ? 1 : 3)
        if (!headings.some(heading => new RegExp(want, "i").test(heading))) missed.push(text)
      }
      const right = asked.length - missed.length
      assert.ok(right >= least * asked.length, `${right} of ${asked.length}; ${name !== "held back" ? missed.join("; ") : ""}`)
    })

const FIRST = {
  "Police protection": ["s46", "s.46", "s 46", "section 46", "Section 46", "46 CA 1989", "ca 1989 s46", "s46 ca1989", "46 of the CA 1989", "sec 46 ca 89"],
  "Child in need": ["s17 children act", "Children Act 1989 section 17"],
  "Entry to save life or limb": ["section 17 of the Police and Criminal Evidence Act 1984", "pace 17", "boot the door"],
  "Transfer to local authority accommodation": ["s 38 6 PACE"],
  "Detention without charge": ["pace 24 hours", "24hrs pace"],
  "R-DET-1": ["r-det-1", "R DET 1"],
  "R-DET-6": ["B.4.6", "rec. B.4.6"],
  "Sexual harm prevention order": ["s103I"],
  "Sexual risk order": ["s122H"],
  "Child cruelty": ["s58 children act 2004"],
  "Appropriate adult": ["what an appropriate adult does"],
  "Police protection ": ["how long police protection lasts"],
  "Female genital mutilation": ["year FGM became a crime"],
  "Stop and search": ["JOG"],
  "Child centred policing": ["treating kids as kids"],
  "Operation Encompass": ["Operation Encompass"],
  "Age of criminal responsibility": ["aged 9 can he be charged"],
} // prettier-ignore

for (const [title, texts] of Object.entries(FIRST))
  for (const text of texts)
    test(`${title.trim()} is first for: ${text}`, async () => assert.ok((await ask(text))[0].startsWith(title.trim()), (await ask(text))[0]))

for (const text of ["case 7", "case no 7", "case number 7", "case-07"])
  test(`a case is found by its number: ${text}`, async () => assert.match((await ask(text))[0], /drugs for sex/))

for (const id of given.ids)
  test(`an id leads to its own place: ${id}`, async () => {
    const { rows } = await shown(id, 1)
    assert.ok(rows[0].anchor === id || id.startsWith("s-"), rows[0].anchor)
  })

for (const [text, meanings] of [
  ["s17", ["Child in need", "Entry to save life or limb"]],
  ["s47", ["Section 47 enquiries", "Offences of child sexual exploitation"]],
  ["ABE", ["Achieving Best Evidence", "Recorded interviews with children"]],
])
  test(`both meanings of a short form are offered: ${text}`, async () => {
    const found = (await titles(text)).slice(0, 3)
    assert.deepEqual(meanings.filter(meaning => !found.includes(meaning)), [])
  })

for (const [text, page] of [
  ["quiz on police protection", "training/questions/"],
  ["how many children go missing", "statistics/"],
  ["case studies of children held overnight", "cases/"],
  ["recommendations on domestic abuse", "recommendations/"],
  ["scenario cot death", "training/questions/scenarios-"],
])
  test(`who names a kind of page gets a page of its folder: ${text}`, async () => {
    const { rows } = await shown(text, 1)
    assert.ok(rows[0].page.includes(`/${page}`), rows[0].page)
  })

for (const word of ["must", "may", "not"])
  test(`a word that decides in law is looked for: ${word}`, async () => {
    assert.equal((await ask(word)).length, 10)
    assert.ok((await ask(`${word} enter premises`)).length)
  })

test("each letter typed keeps the way to the answer", async () => {
  for (let length = 4; length <= "safeguarding".length; length++) {
    const text = "safeguarding".slice(0, length)
    assert.match((await ask(text)).join(" ").toLowerCase(), /safeguard/)
    assert.equal((await shown(text)).query.corrected, "")
  }
})

test("words in quotation marks are found side by side, in what is shown", async () => {
  const { rows } = await shown('"delay and drift"')
  assert.ok(rows.length)
  for (const { title, sentences, parts } of rows) assert.match([title, ...parts.map(part => part[2]), ...sentences].join("\n"), /delay\W+and\W+drift/i)
  assert.deepEqual(await ask('"drift and and delay"'), [])
  assert.deepEqual(await ask('"boot the door"'), [], "phrases are not shown")
})

for (const text of ["child protection rules", "check a child", "delay", "custody clock"])
  test(`pages about the site come last: ${text}`, async () => {
    const { rows } = await shown(text, 5)
    assert.deepEqual(rows.map(row => row.note).filter(note => /^(About|Source|Place)/.test(note)), [])
  })

test("powers and situations come before findings for words of action", async () => {
  const { rows } = await shown("can I take a child from home", 3)
  for (const { note } of rows) assert.match(note, /^(Power|Situation|Duty|Order)/)
})

test("a result says what it is, where it holds and how current it is", async () => {
  const { rows } = await shown("police protection", 1)
  assert.match(rows[0].note, /^Power · England and Wales · checked \d{1,2} [A-Z][a-z]+ 20\d\d$/)
})

test("a question shows the sentence that answers it", async () => {
  const { search } = await opened
  const { rows, showing } = await shown("how long can police protection last", 1)
  assert.match(search.bestSentence(rows[0].sentences, showing).pieces.map(piece => piece.text).join(""), /72 hours/)
})

for (const { table, name, other, ask: text } of given.weights)
  test(`a weight changes what it is for: ${table} ${name}`, async () => {
    const { search, core } = await opened
    const own = core.weights[table]
    const at = Array.isArray(own) ? core.weights.classes.indexOf(name) : name
    const answer = async () => {
      const { rows, named, query, showing } = await shown(text)
      const sentence = row => table === "sentence" && search.bestSentence(row.sentences, showing).at
      return JSON.stringify([query.corrected, rows.map(row => [row.document, named.has(row.document), sentence(row)])])
    }
    const before = await answer()
    const value = own[at]
    own[at] = other
    const after = await answer()
    own[at] = value
    assert.notEqual(before, after)
  })

// Words, their forms and their slips, without a browser; test_core.py runs this.
"use strict"

const assert = require("node:assert/strict")
const test = require("node:test")
const { given, open } = require("./core.js")

const opened = open()
const read = async text => {
  const { search, core } = await opened
  return search.read(core, text)
}

test("the browser and the build see the same words", async () => {
  const { search } = await opened
  const other = given.words.filter(([text, words]) => search.words(text).join(" ") !== words.join(" "))
  assert.deepEqual(other, [])
})

test("stems meet, but a section has none", async () => {
  const { search } = await opened
  assert.deepEqual(["searches", "searched", "searching", "search"].map(search.stem), Array(4).fill("search"))
  assert.deepEqual(["cities", "city"].map(search.stem), ["city", "city"])
  assert.equal(search.stem("s46"), "s46")
})

for (const [slip, mended] of [
  ["apropriate adult", "appropriate adult"],
  ["aproprite adlut", "appropriate adult"],
  ["mapa meeting", "mappa meeting"],
  ["harrasment", "harassment"],
  ["safegaurding", "safeguarding"],
])
  test(`a slip is mended: ${slip}`, async () => assert.equal((await read(slip)).corrected, mended))

for (const word of [
  ...["unexpected", "illegitimate", "unexplained", "unsuitable", "locations"], // right words
  ...["scooter", "hammer"], // two letters from one of ours
  "safeguarding boards",
])
  test(`a right word is never mended: ${word}`, async () => assert.equal((await read(word)).corrected, ""))

for (const [slip, opposite] of [
  ["unexplaned", "explained"],
  ["disapropriate", "appropriate"],
])
  test(`a slip is never mended into the opposite: ${slip}`, async () => assert.notEqual((await read(slip)).corrected, opposite))

for (const [written, meant] of [
  ["15yo drunk", "15 year old drunk"],
  ["16f missing", "16 year old girl missing"],
  ["u16 vodka", "under 16 vodka"],
  ["72hrs", "72 hours"],
  ["s.46(1) ca 89", "s46 ca 1989"],
])
  test(`what is written in a hurry is read as it is meant: ${written}`, async () =>
    assert.equal((await read(written)).tokens.join(" "), meant))

test("two words may be one", async () => {
  const { search, core } = await opened
  const { expressions } = await read("groomed on line")
  assert.ok(expressions.some(({ text }) => text === "online" && search.wordNumber(text) >= 0), core.stamp)
})

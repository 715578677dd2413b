// A pack in words, before it is drawn: what the command `pack` puts into slides, papers and question files, in the same order.
// The build words every slide, question and figure (assets/pack/maker.js); here they are chosen, put in order and numbered.
(() => {
  "use strict"

  const { data } = window.sitePack
  const NOTES = 4
  const ROWS = 10
  const plain = text => text.replaceAll("**", "")
  const batches = (items, size) => Array.from({ length: Math.ceil(items.length / size) }, (_, page) => items.slice(page * size, (page + 1) * size))
  const spoken = date => new Date(`${date}T12:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
  const letter = number => String.fromCharCode(65 + number)
  const quoted = words => (/^[\w@%+=:,./-]+$/.test(words) ? words : `'${words.replaceAll("'", `'"'"'`)}'`)
  const least = dates => [...dates].sort()[0]
  const foot = (id, place = "") => {
    const where = place.length < 90 ? place : `${place.slice(0, 88).replace(/ [^ ]*$/, "")} …`
    return [id, where, `In harm's way, edition ${data.number}`].filter(Boolean).join("  |  ")
  }

  // Every word of some blocks as plain lines.
  const inFull = blocks =>
    blocks
      .flatMap(([sign, body, more]) => {
        if (sign === "t") return body.map(row => row.filter(Boolean).join(": "))
        return sign === "n" ? [more, ...body].filter(Boolean) : body
      })
      .map(plain)
  const review = told => {
    const dated = told.filter(record => record.due)
    if (!dated.length) return ["No page of law in this pack; findings, cases and figures are of July 2015."]
    const late = dated.filter(record => record.due < data.date).map(record => record.i)
    return [
      `Pages of law checked ${spoken(least(dated.map(record => record.checked)))} or later; the first review is due ${spoken(least(dated.map(record => record.due)))}.`,
      ...(late.length ? [`Past its review date when this pack was made: ${late.join(", ")}.`] : []),
    ]
  }

  // ids: the chosen ones in order; records: every record of records.js by id; steps: those of an own session plan.
  // A session plan alone is its lesson; among others it stands for its records.
  window.sitePack.compose = (ids, title, records, steps) => {
    const session = ids.length === 1 ? data.sessions[ids[0]] : undefined
    const spread = [...new Set(ids.flatMap(id => data.sessions[id]?.all ?? [id]))]
    const taken = (own, list) => list.filter(id => own[id]).map(id => ({ ...records.get(id), ...own[id] }))
    const told = taken(data.records, spread)
    const chosen = new Set(told.map(record => record.i))
    const named = session ? session.questions : spread.filter(id => data.questions[id])
    const asked = taken(data.questions, named.length ? named : Object.keys(data.questions).filter(id => data.questions[id].tests.some(test => chosen.has(test))))
    const figures = [...new Set([...chosen, ...(session?.figures ?? [])])]
    const charts = [...new Set(figures.flatMap(id => data.records[id].charts ?? []))].map(number => {
      const chart = data.charts[number]
      return { ...chart, chosen: figures.filter(id => chart.r.includes(id)) }
    })
    const works = session?.works ?? [...new Set([...told, ...asked].flatMap(record => record.works ?? []))].sort((one, other) => one - other)
    return {
      session,
      name: session ? ids[0] : data.name,
      title: title || (session ? records.get(ids[0]).t : data.untitled),
      told,
      asked,
      steps,
      charts,
      review: session?.review ?? review(told),
      notes: session?.notes ?? [...new Set(told.map(record => record.n).filter(Boolean))],
      works: works.map(number => data.works[number]),
      command: (session ? "--session " : "") + ids.join(" ") + (title ? ` --title ${quoted(title)}` : ""),
      // What is drawn in the order of the records: each record, or the chart that shows it, once.
      each(drawRecord, drawChart) {
        const drawn = new Set()
        return told.flatMap(record => {
          const chart = charts.find(one => one.r.includes(record.i))
          if (!chart) return drawRecord(record)
          if (drawn.has(chart.t)) return []
          drawn.add(chart.t)
          return drawChart(chart)
        })
      },
    }
  }

  // The slides of a pack, in the form that maker.js has, each with its footer and notes.
  window.sitePack.deck = pack => {
    const about = `To make these slides again: python3 -m scripts pack ${pack.command} -o FOLDER`
    const cover = {
      t: pack.title,
      l: [data.edition, ...pack.review, data.legal],
      n: [data.edition, ...pack.review, data.legal, data.licence, about].join("\n"),
      f: foot(data.name),
      cover: true,
    }
    const care = batches(pack.notes, NOTES).map((lines, page) => ({ t: `Content note${page ? `, part ${page + 1}` : ""}`, l: lines, z: 24, n: pack.notes.join("\n"), f: foot(data.name) }))
    const length = pack.steps.reduce((sum, step) => sum + step.minutes, 0)
    const agenda = batches(pack.steps, ROWS).map((steps, page) => ({
      t: `What we do in ${length} minutes${page ? `, part ${page + 1}` : ""}`,
      z: 20,
      r: [["Minutes", "What we do"], ...steps.map(step => [String(step.minutes), step.what])],
      n: steps.map(step => `${step.what} (${step.minutes} minutes)${step.notes ? `: ${step.notes}` : ""}`).join("\n"),
      f: foot(data.name),
    }))
    if (pack.session) {
      const filled = text => text.replaceAll("@TITLE@", () => pack.title).replaceAll("@COMMAND@", () => pack.command)
      const isAgenda = slide => slide.r?.[0][0] === "Minutes"
      return pack.session.slides.flatMap(slide => {
        if (agenda.length && isAgenda(slide)) return agenda
        return [{ ...slide, t: filled(slide.t), n: filled(slide.n), chart: data.charts[slide.chart] }]
      })
    }
    const ofRecord = record => {
      const care = record.n ? [`Content note: ${record.n}`] : []
      const whole = [`${record.k} ${record.i}. Source: ${record.p}. ${data.edition}.`, ...care, ...inFull(record.b ?? [])].join("\n")
      const own = slide => slide.l.map(plain).join("\n")
      return record.slides.map(slide => ({ ...slide, t: record.t + (slide.t ?? ""), n: slide.own ? own(slide) : whole, f: foot(record.i, record.p) }))
    }
    const ofChart = chart => {
      const values = chart.names.flatMap((name, row) => chart.l.flatMap((label, column) => (chart.a[row][column] ? [`${label}, ${name}: ${chart.a[row][column]}`] : [])))
      const notes = [chart.s, `Source: ${chart.p}.`, `Records: ${chart.chosen.join(", ")}`, ...values].join("\n")
      return [{ t: chart.t, chart, n: notes, f: foot(chart.chosen.slice(0, 6).join(", ") + (chart.chosen.length > 6 ? " and more" : ""), chart.p) }]
    }
    const questions = pack.asked.flatMap((asked, place) =>
      asked.slides.map((slide, part) => ({ ...slide, t: `Question ${place + 1}${part ? ": answer" : ""}`, n: asked.notes, f: foot(asked.i) })),
    )
    const cited = {
      t: "Works cited",
      l: [`${pack.works.length} works: they stand in the notes of this slide and in the handout.`],
      z: 36,
      p: 1,
      n: [...pack.works, data.licence, data.edition].join("\n"),
      f: foot("references"),
    }
    return [cover, ...care, ...agenda, ...pack.each(ofRecord, ofChart), ...questions, cited]
  }
  Object.assign(window.sitePack, { plain, letter, spoken, write: {} })
})()

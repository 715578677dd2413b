// Lets Material's search run from file://, where browsers refuse workers: the worker's script runs in a frame instead.
// Only for the measurement; the site itself has no worker. Named in the page under a path with "iframe-worker".
(() => {
  "use strict"

  class FrameWorker extends EventTarget {
    constructor(address) {
      super()
      this.waiting = []
      this.onmessage = null
      const frame = document.createElement("iframe")
      frame.hidden = true
      document.body.append(frame)
      this.inside = frame.contentWindow
      // What the script posts comes out here; what is posted to it goes in once it has loaded.
      this.inside.postMessage = data => {
        const event = new MessageEvent("message", { data })
        if (this.onmessage) this.onmessage(event)
        this.dispatchEvent(event)
      }
      this.inside.importScripts = () => {}
      const script = frame.contentDocument.createElement("script")
      script.src = address
      script.onload = () => {
        this.loaded = true
        for (const data of this.waiting.splice(0)) this.postMessage(data)
      }
      frame.contentDocument.body.append(script)
    }

    postMessage(data) {
      if (!this.loaded) {
        this.waiting.push(data)
        return
      }
      this.inside.setTimeout(() => this.inside.dispatchEvent(new this.inside.MessageEvent("message", { data })))
    }

    terminate() {
      this.waiting = []
    }
  }

  if (location.protocol === "file:") window.Worker = FrameWorker
})()

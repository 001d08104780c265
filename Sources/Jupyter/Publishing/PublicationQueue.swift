/// The publications still to be sent, in order; text and updates that come too fast to read are merged.
///
/// Whole messages and statuses are never merged or dropped.
struct PublicationQueue {
  private var waiting: [Publication] = []
  /// The index in `waiting` of the next one to send.
  private var start = 0
  /// Approximate size of the queue in bytes.
  private(set) var bytes = 0
  /// True if something in the queue must be sent at once.
  private(set) var isUrgent = false

  var isEmpty: Bool { start == waiting.count }

  /// The next publication to send.
  var first: Publication? { isEmpty ? nil : waiting[start] }

  mutating func removeFirst() {
    bytes -= waiting[start].size
    start += 1
    guard isEmpty || start >= 1000 else { return }
    waiting.removeFirst(start)
    start = 0
  }

  /// Notes that everything urgent has been sent.
  mutating func hasBeenSent() { isUrgent = false }

  /// Adds a publication at the front.
  mutating func addFirst(_ publication: Publication) {
    bytes += publication.size
    waiting.insert(publication, at: start)
    isUrgent = true
  }

  /// Adds a publication at the end, or merges it with one in the queue.
  ///
  /// Text of the same stream is joined, an update replaces an earlier one of the same display, and text
  /// that is cleared before it was sent is removed.
  mutating func add(_ publication: Publication) {
    switch publication.body {
    case .stream(let name, let text): addText(text, to: name, publication)
    case .update(let display, _): addUpdate(of: display, publication)
    case .clear(let wait):
      if !wait { removeCleared(by: publication) }
      append(publication)
    case .flush, .end: isUrgent = true
    case .message, .status, .welcome:
      removeWhatWaitedForOutput(publication)
      append(publication)
      isUrgent = true
    }
  }

  private mutating func append(_ publication: Publication) {
    bytes += publication.size
    waiting.append(publication)
  }

  private mutating func addText(_ text: [UInt8], to name: String, _ publication: Publication) {
    removeWhatWaitedForOutput(publication)
    guard let last = waiting[start...].last, last.parent == publication.parent,
      case .stream(name, var joined) = last.body
    else { return append(publication) }
    // Removed from the queue first, so that the array is not copied when it grows.
    waiting[waiting.count - 1].body = .flush
    joined += text
    waiting[waiting.count - 1].body = .stream(name, joined)
    bytes += text.count
  }

  private mutating func addUpdate(of display: String, _ publication: Publication) {
    for index in tail where waiting[index].parent == publication.parent {
      guard case .update(display, _) = waiting[index].body else { continue }
      bytes += publication.size - waiting[index].size
      waiting[index] = publication
      return
    }
    append(publication)
  }

  /// Applies a clearing that waited for this output.
  private mutating func removeWhatWaitedForOutput(_ output: Publication) {
    let clearing = Publication(parent: output.parent, .clear(wait: true))
    guard waiting[start...].last == clearing else { return }
    removeCleared(by: clearing)
    append(clearing)
  }

  /// Removes the text and other clearings of the same cell that `clearing` makes obsolete.
  private mutating func removeCleared(by clearing: Publication) {
    for index in tail.reversed() where waiting[index].parent == clearing.parent {
      switch waiting[index].body {
      case .stream, .clear:
        bytes -= waiting[index].size
        waiting.remove(at: index)
      default: break
      }
    }
  }

  /// The indices after the last whole message, which nothing may overtake.
  private var tail: Range<Int> {
    let last = waiting[start...].lastIndex {
      switch $0.body {
      case .stream, .update, .clear: false
      default: true
      }
    }
    return (last.map { $0 + 1 } ?? start)..<waiting.count
  }
}

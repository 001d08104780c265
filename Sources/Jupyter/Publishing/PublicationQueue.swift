/// What the publisher has still to send, in order; text and progress that nobody could follow are joined.
///
/// Whole messages and status are never joined nor dropped.
struct PublicationQueue {
  private var waiting: [Publication] = []
  /// Where the next to be sent stands in `waiting`.
  private var start = 0
  /// Roughly what all that waits takes of memory.
  private(set) var bytes = 0
  /// Whether something waits that must not be held back.
  private(set) var isUrgent = false

  var isEmpty: Bool { start == waiting.count }

  /// The next to be sent.
  var first: Publication? { isEmpty ? nil : waiting[start] }

  mutating func removeFirst() {
    bytes -= waiting[start].size
    start += 1
    guard isEmpty || start >= 1000 else { return }
    waiting.removeFirst(start)
    start = 0
  }

  /// Nothing waits any longer that must not be held back.
  mutating func hasBeenSent() { isUrgent = false }

  /// Adds what is to be sent before everything else.
  mutating func addFirst(_ publication: Publication) {
    bytes += publication.size
    waiting.insert(publication, at: start)
    isUrgent = true
  }

  /// Adds what is to be sent after everything else, or joins it with what waits.
  ///
  /// Text of one stream is joined; of two states of a display only the later one counts; text that
  /// is cleared before anyone has seen it is left away.
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
    // Emptied first, so that the text grows in place.
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

  /// When output comes after a clearing that waited for it, what stood before is gone.
  private mutating func removeWhatWaitedForOutput(_ output: Publication) {
    let clearing = Publication(parent: output.parent, .clear(wait: true))
    guard waiting[start...].last == clearing else { return }
    removeCleared(by: clearing)
    append(clearing)
  }

  /// Removes what `clearing` makes void: text and other clearings of the same cell.
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

  /// The indices behind the last whole message, which nothing may overtake.
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

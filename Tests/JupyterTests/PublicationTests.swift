import JSONText
import Testing

@testable import Jupyter

/// The publisher's queue, judged by its output.
@Suite struct PublicationTests {
  private let one = Array("1".utf8)
  private let two = Array("2".utf8)

  private func text(_ text: String, _ parent: [UInt8], stream: String = "stdout") -> Publication {
    Publication(parent: parent, .stream(stream, Array(text.utf8)))
  }

  private func result(_ parent: [UInt8]) -> Publication {
    Publication(parent: parent, .message("execute_result", []))
  }

  private func update(_ display: String, _ state: String, _ parent: [UInt8]) -> Publication {
    Publication(parent: parent, .update(display, Array(state.utf8)))
  }

  private func clear(wait: Bool, _ parent: [UInt8]) -> Publication {
    Publication(parent: parent, .clear(wait: wait))
  }

  /// The publications that remain if they come faster than they can be sent.
  private func queued(_ publications: [Publication]) -> [Publication] {
    var queue = PublicationQueue()
    for publication in publications { queue.add(publication) }
    var out: [Publication] = []
    while let first = queue.first {
      out.append(first)
      queue.removeFirst()
    }
    #expect(queue.bytes == 0 && queue.isEmpty)
    return out
  }

  @Test func framesAreReadBack() throws {
    let bodies: [Publication.Body] = [
      .message("error", one), .status(.busy, ofCell: true), .status(.idle, ofCell: false),
      .stream("stdout", two), .update("a", one), .clear(wait: true), .clear(wait: false),
      .welcome("x"), .flush, .end,
    ]
    for body in bodies {
      let publication = Publication(parent: one, body)
      #expect(Publication(publication.frames) == publication)
    }
    #expect(Publication([[], [], [], []]) == nil)
    #expect(Publication([]) == nil)
  }

  @Test func textOfOneStreamIsJoined() {
    #expect(queued([text("a", one), text("b", one)]) == [text("ab", one)])
    #expect(queued([text("a", one), text("b", two)]) == [text("a", one), text("b", two)])
    let mixed = [text("a", one), text("b", one, stream: "stderr"), text("c", one)]
    #expect(queued(mixed) == mixed)
    let around = [text("a", one), result(one), text("b", one)]
    #expect(queued(around) == around)
  }

  @Test func onlyTheLastStateOfADisplayCounts() {
    let states = (1...3).flatMap { [update("a", "\($0)", one), update("b", "\($0)", one)] }
    #expect(queued(states) == [update("a", "3", one), update("b", "3", one)])
    let around = [update("a", "1", one), result(one), update("a", "2", one)]
    #expect(queued(around) == around)
    let others = [update("a", "1", one), update("a", "2", two)]
    #expect(queued(others) == others)
  }

  @Test func textClearedBeforeItIsSentIsRemoved() {
    #expect(
      queued([text("a", one), clear(wait: false, one), text("b", one)])
        == [clear(wait: false, one), text("b", one)])
    // The text stays until the next output.
    #expect(
      queued([text("a", one), clear(wait: true, one)]) == [text("a", one), clear(wait: true, one)])
    let frames = (1...9).flatMap { [clear(wait: true, one), text("\($0)", one)] }
    #expect(queued(frames) == [clear(wait: true, one), text("9", one)])
    #expect(
      queued([result(one), text("a", one), clear(wait: true, one), result(one)])
        == [result(one), clear(wait: true, one), result(one)])
    let other = [text("a", two), clear(wait: false, one)]
    #expect(queued(other) == other)
  }

  /// Results, errors and statuses keep their order, whatever text is in between.
  @Test func wholeMessagesAreNeitherLostNorMoved() {
    let all = (0..<5000).map { number -> Publication in
      let parent = number % 7 == 0 ? one : two
      switch number % 5 {
      case 0: return Publication(parent: parent, .message("m\(number)", []))
      case 1: return Publication(parent: parent, .status(.idle, ofCell: true))
      case 2: return update("d", "\(number)", parent)
      case 3: return clear(wait: number % 2 == 0, parent)
      default: return text("\(number)", parent)
      }
    }
    func isWhole(_ publication: Publication) -> Bool {
      switch publication.body {
      case .message, .status: true
      default: false
      }
    }
    #expect(queued(all).filter(isWhole) == all.filter(isWhole))
  }
}

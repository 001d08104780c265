import System

/// Notices about the kernel itself, each of which the next cell shows once.
final class Notices: Sendable {
  private let waiting: Lock<[String]>

  init(_ sentences: [String]) { waiting = Lock(sentences) }

  /// Adds a notice.
  func add(_ sentence: String) { waiting.withLock { $0.append(sentence) } }

  /// Removes and returns the notices that no cell has shown yet.
  func take() -> [String] {
    waiting.withLock { sentences in
      defer { sentences = [] }
      return sentences
    }
  }
}

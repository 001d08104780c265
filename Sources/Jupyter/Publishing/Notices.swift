import System

/// What a person should know about the kernel itself; the next cell says it, once.
final class Notices: Sendable {
  private let waiting: Lock<[String]>

  init(_ sentences: [String]) { waiting = Lock(sentences) }

  func add(_ sentence: String) { waiting.withLock { $0.append(sentence) } }

  /// The notices that no cell has said yet.
  func take() -> [String] {
    waiting.withLock { sentences in
      defer { sentences = [] }
      return sentences
    }
  }
}

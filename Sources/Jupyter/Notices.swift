import Synchronization

/// What a person should know about the kernel itself; the next cell says it, once.
final class Notices: Sendable {
  private let waiting: Mutex<[String]>

  init(_ sentences: [String]) { waiting = Mutex(sentences) }

  func add(_ sentence: String) { waiting.withLock { $0.append(sentence) } }

  /// The notices that no cell has said yet.
  func take() -> [String] {
    waiting.withLock { sentences in
      defer { sentences = [] }
      return sentences
    }
  }
}

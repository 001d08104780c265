import System
import Numbers

/// Answers a front-end's questions about a cell from any thread, also while another cell runs.
///
/// It knows the session by a snapshot that is renewed after each line.
package final class CellAssistant: Sendable {
  private let snapshot = Lock(Snapshot())

  package init() {}

  func publish(_ new: Snapshot) { snapshot.withLock { $0 = new } }

  /// Leaves a processor to whoever asks, if a cell computes on all of them.
  package func makeWay() { Threads.giveWay() }

  /// What may stand where the cursor is, `scalarOffset` Unicode scalars into the cell.
  package func complete(_ code: String, at scalarOffset: Int) -> Completion {
    Completion(of: code, at: scalarOffset, in: snapshot.withLock { $0 })
  }

  /// A page about the word under the cursor: command, kind, source, option or a session's name.
  ///
  /// - Returns: `nil` where there is nothing to say. `detail` 1 adds the tasks or columns of a name,
  ///   the command's page to an option, and to a command its like.
  package func inspect(
    _ code: String, at scalarOffset: Int, detail: Int
  ) -> (plain: String, markdown: String)? {
    let known = snapshot.withLock { $0 }
    return Inspection.of(code, at: scalarOffset, detail: detail, in: known)
      .map { ($0.plain, $0.markdown) }
  }

  package func completeness(_ code: String) -> CellCompleteness { CellCompleteness(of: code) }
}

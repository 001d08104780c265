import System
import Numbers

/// Answers a front-end's questions about a cell from any thread, also while another cell runs.
///
/// It reads a snapshot of the session, which is renewed after each line.
package final class CellAssistant: Sendable {
  private let snapshot = Lock(Snapshot())

  package init() {}

  func publish(_ new: Snapshot) { snapshot.withLock { $0 = new } }

  /// Frees a processor for the request, if a cell computes on all of them.
  package func makeWay() { Threads.giveWay() }

  /// The completions at a cursor, `scalarOffset` Unicode scalars into the cell.
  package func complete(_ code: String, at scalarOffset: Int) -> Completion {
    Completion(of: code, at: scalarOffset, in: snapshot.withLock { $0 })
  }

  /// A page about the word under the cursor: a command, kind, source, option or name of the session.
  ///
  /// `detail` 1 adds the tasks or columns of a name, the command's page to an option, and related
  /// commands to a command.
  ///
  /// - Returns: plain text and Markdown; `nil` for an unknown word.
  package func inspect(
    _ code: String, at scalarOffset: Int, detail: Int
  ) -> (plain: String, markdown: String)? {
    let known = snapshot.withLock { $0 }
    return Inspection.of(code, at: scalarOffset, detail: detail, in: known)
      .map { ($0.plain, $0.markdown) }
  }

  /// Tells whether the code is complete, incomplete or invalid.
  package func completeness(_ code: String) -> CellCompleteness { CellCompleteness(of: code) }
}

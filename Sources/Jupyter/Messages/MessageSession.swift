import FoundationEssentials
import JSONText
import Synchronization
import ZeroMQ

/// The version of the Jupyter protocol that this kernel speaks.
package let protocolVersion = "5.5.0"

/// The state that all messages of a running kernel share: session name, key and counter.
final class MessageSession: Sendable {
  let signature: Signature
  let name = UUID().uuidString
  private let count = Atomic(0)
  private let replays = ReplayGuard()

  init(signature: Signature) { self.signature = signature }

  /// Reads and checks a message; nil for an invalid or replayed one, which is reported.
  func open(_ frames: Frames) -> Message? {
    do throws(MessageError) {
      let message = try Message(frames, signedBy: signature)
      guard replays.admits(Message.signature(of: frames)) else { throw .replayed }
      return message
    } catch {
      report("ignored \(error)")
      return nil
    }
  }

  /// A header for a new message of `type`.
  func header(_ type: String) -> JSON {
    let number = count.add(1, ordering: .relaxed).newValue
    let now = Date.now.ISO8601Format(.init(includingFractionalSeconds: true))
    return [
      "msg_id": .string("\(name)_\(number)"), "msg_type": .string(type), "session": .string(name),
      "username": "kernel", "version": .string(protocolVersion), "date": .string(now),
    ]
  }

  /// The frames of the reply to `request`, addressed to its sender.
  func reply(to request: Message, _ content: JSON) -> Frames {
    let isRequest = request.type.hasSuffix("_request")
    let type = (isRequest ? String(request.type.dropLast(8)) : request.type) + "_reply"
    return Message(
      identities: request.identities, header: header(type), parentHeader: request.header,
      content: content
    ).frames(signedBy: signature)
  }
}

extension JSON {
  /// The content of a reply without further information.
  static let ok: JSON = ["status": "ok"]

  /// The content of a reply to a request that failed.
  static func error(_ name: String, _ value: String, traceback: [String] = []) -> JSON {
    [
      "status": "error", "ename": .string(name), "evalue": .string(value),
      "traceback": .array(traceback.map(JSON.string)),
    ]
  }
}

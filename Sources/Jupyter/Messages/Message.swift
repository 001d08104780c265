package import JSONText
package import ZeroMQ

/// A message of the Jupyter protocol.
///
/// On the wire: `[identity…] <IDS|MSG> signature header parent_header metadata content [buffers…]`.
package struct Message: Sendable, Equatable {
  /// Routing frames that identify the sender for a ROUTER socket, or the topic of a published message.
  package var identities: Frames = []
  /// Identifier, type, sender and time of the message.
  package var header: JSON
  /// The header of the request that this message answers; an empty object without one.
  package var parentHeader: JSON = [:]
  /// Additional information; an object.
  package var metadata: JSON = [:]
  /// The content, whose members depend on the type; an object.
  package var content: JSON = [:]
  /// Raw bytes after the signed parts.
  package var buffers: Frames = []

  /// The `msg_type` of the header.
  package var type: String { header["msg_type"]?.string ?? "" }

  private static let delimiter = Array("<IDS|MSG>".utf8)

  /// Makes a message without metadata or buffers.
  package init(identities: Frames = [], header: JSON, parentHeader: JSON = [:], content: JSON) {
    self.identities = identities
    self.header = header
    self.parentHeader = parentHeader
    self.content = content
  }

  /// Reads a message and checks its signature.
  ///
  /// - Throws: `MessageError`.
  package init(_ frames: Frames, signedBy signature: Signature) throws(MessageError) {
    guard let start = frames.firstIndex(of: Self.delimiter) else { throw .noDelimiter }
    let body = frames[(start + 1)...]
    guard body.count >= 5 else { throw .tooFewFrames(body.count) }
    let parts = body.dropFirst().prefix(4)
    guard signature.accepts(body[start + 1], of: parts) else { throw .wrongSignature }
    identities = Array(frames[..<start])
    header = try Self.object(parts, 0, "header")
    parentHeader = try Self.object(parts, 1, "parent_header")
    metadata = try Self.object(parts, 2, "metadata")
    content = try Self.object(parts, 3, "content")
    buffers = Array(body.dropFirst(5))
    guard !type.isEmpty else { throw .missing("msg_type") }
  }

  /// The signature frame of a valid message.
  static func signature(of frames: Frames) -> [UInt8] {
    frames.firstIndex(of: delimiter).map { frames[$0 + 1] } ?? []
  }

  /// The message as signed frames.
  package func frames(signedBy signature: Signature) -> Frames {
    let parts = [header, parentHeader, metadata, content].map(\.bytes)
    return Self.frames(identities: identities, parts: parts, signedBy: signature) + buffers
  }

  /// The frames of a message whose header, parent header, metadata and content are JSON texts already.
  static func frames(identities: Frames, parts: Frames, signedBy signature: Signature) -> Frames {
    identities + [delimiter, signature.sign(parts)] + parts
  }

  private static func object(
    _ parts: ArraySlice<[UInt8]>, _ position: Int, _ name: String
  ) throws(MessageError) -> JSON {
    let value: JSON
    do throws(JSONError) {
      value = try JSON(parts[parts.startIndex + position])
    } catch {
      throw .noJSON(name, error)
    }
    guard value.object != nil else { throw .noObject(name) }
    return value
  }
}

/// The reason why a message is ignored.
package enum MessageError: Error, Equatable, CustomStringConvertible {
  case noDelimiter
  case tooFewFrames(Int)
  case wrongSignature
  case replayed
  case noJSON(String, JSONError)
  case noObject(String)
  case missing(String)

  /// A phrase that completes "ignored …".
  package var description: String {
    switch self {
    case .noDelimiter: "a message without the frame <IDS|MSG>"
    case .tooFewFrames(let count): "a message with \(count) frames after <IDS|MSG>; 5 are needed"
    case .wrongSignature: "a message with a wrong signature"
    case .replayed: "a message that was received before"
    case .noJSON(let part, let error): "a message whose \(part) is not valid JSON: \(error)"
    case .noObject(let part): "a message whose \(part) is not a JSON object"
    case .missing(let field): "a message without a usable field '\(field)'"
    }
  }
}

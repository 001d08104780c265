import System

/// Unpacks a compressed file, piece after piece.
protocol Unpacker: AnyObject {
  /// Bytes of the file that have been unpacked.
  var position: Int { get }

  /// Unpacks into `target`, until it is full or the file ends, and adds to `filled` how many bytes it has.
  func read(
    _ file: borrowing OpenFile, into target: UnsafeMutableRawBufferPointer, filled: inout Int
  ) throws(UnpackingError)
}

/// Why a file cannot be unpacked any further, and up to which of its bytes it was.
enum UnpackingError: Error {
  /// The system fails in reading on.
  case failing
  /// What follows is damaged, or cut short.
  case damaged(at: Int)
  /// The compressed content ends, and something else follows.
  case followed(at: Int)
}

import Glibc

/// Standard input, output and error of this process.
package enum StandardStreams {
  /// True if standard output is a terminal.
  package static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  /// True if standard input is a terminal.
  package static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// Flushes all buffered output.
  package static func flush() { fflush(nil) }

  /// Writes to standard error; what it does not accept is lost.
  package static func writeError(_ text: String) {
    let bytes = Array(text.utf8)
    _ = try? repeated(bytes.count) { done in
      bytes[done...].withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
  }

  /// True if a write to standard error would not block now, as one to a full pipe would.
  package static var takesErrors: Bool {
    var stream = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
    return poll(&stream, 1, 0) == 1
  }
}

import Glibc

/// A program started by this one, and its output; it is killed at the end of the value's scope.
package struct ChildProcess: ~Copyable {
  private let number: pid_t
  private let output: Int32
  private var status: Int32?

  /// Starts the program at the path `words[0]` with the given environment.
  ///
  /// - Throws: `SystemError` if it cannot be started.
  package init(_ words: [String], environment: [String: String]) throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SystemError() }
    let (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    for stream in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_adddup2(&actions, writing, stream)
    }
    var number = pid_t()
    let variables = environment.map { "\($0.key)=\($0.value)" }
    let failure = withCStrings(words) { arguments in
      withCStrings(variables) { posix_spawn(&number, words[0], &actions, nil, arguments, $0) }
    }
    close(writing)
    guard failure == 0 else {
      close(reading)
      throw SystemError(code: failure)
    }
    self.number = number
    output = reading
  }

  deinit {
    close(output)
    guard status == nil else { return }
    kill(number, SIGKILL)
    var status: Int32 = 0
    while waitpid(number, &status, 0) == -1, errno == EINTR {}
  }

  /// Waits at most `time` for the program to end; true if it has.
  package mutating func hasEnded(within time: Duration) -> Bool {
    let end = ContinuousClock.now + time
    while status == nil {
      var status: Int32 = 0
      if waitpid(number, &status, WNOHANG) == number {
        self.status = status
      } else if .now >= end {
        return false
      } else {
        Thread.sleep(for: .milliseconds(2))
      }
    }
    return true
  }

  /// Runs a program and gives the first line of its output; nil if it writes none or takes longer than
  /// `time`.
  ///
  /// - Throws: `SystemError` if it cannot be started.
  package static func output(
    of words: [String], environment: [String: String], within time: Duration
  ) throws(SystemError) -> String? {
    var child = try ChildProcess(words, environment: environment)
    guard child.hasEnded(within: time) else { return nil }
    return child.written().split(separator: "\n").first.map(String.init)
  }

  /// Output of the program that was not read yet, up to 64 KB.
  package func written() -> String {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    var ready = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, 0) == 1 else { return "" }
    let count = max(read(output, &bytes, bytes.count), 0)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}

/// Calls `body` with the texts as a C array of strings that ends in a null pointer.
private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = texts.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers)
}

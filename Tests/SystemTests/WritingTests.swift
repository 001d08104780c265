import FoundationEssentials
import Glibc
import Synchronization
import Testing

@testable import System

/// All bytes are written, even with partial writes and interrupting signals.
@Suite struct WritingTests {
  /// A signal that only interrupts system calls, without restarting them.
  private static let signal: Int32 = {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGUSR1, &action, nil)
    return SIGUSR1
  }()

  @Test func callsAreRepeatedUntilAllIsDone() throws {
    var calls: [Int] = []
    var answers = [3, -1, 1, 4]
    let done = try repeated(8) { done in
      calls.append(done)
      errno = EINTR
      return answers.removeFirst()
    }
    #expect(done == 8 && calls == [0, 3, 3, 4])
  }

  @Test func aCallThatDoesNothingEndsIt() throws {
    #expect(try repeated(8) { done in done < 5 ? 5 : 0 } == 5)
    #expect(throws: SystemError.noSpace) { try writeAll(8) { done in done < 5 ? 5 : 0 } }
  }

  @Test func anErrorEndsIt() {
    #expect(throws: SystemError(code: EIO)) {
      try writeAll(8) { done in
        errno = EIO
        return done < 5 ? 5 : -1
      }
    }
  }

  /// A pipe holds 64 KB, so each call writes a part, and signals interrupt it repeatedly.
  @Test func writingIntoAPipeSurvivesSignals() throws {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    let reading = OpenFile(owning: ends[0])
    let writing = ends[1]
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
    let writer = Atomic<UInt>(0)
    let isDone = Atomic(false)
    let number = Self.signal
    let thread = Thread {
      writer.store(UInt(pthread_self()), ordering: .releasing)
      let file = OpenFile(owning: writing)
      isDone.store((try? file.write(bytes)) != nil, ordering: .releasing)
    }
    while writer.load(ordering: .acquiring) == 0 { Thread.yield() }
    var received: [UInt8] = []
    var signals = 0
    while received.count < bytes.count {
      // The thread is there until it is joined.
      pthread_kill(pthread_t(writer.load(ordering: .acquiring)), number)
      signals += 1
      var part = [UInt8](repeating: 0, count: min(10_000, bytes.count - received.count))
      #expect(try part.withUnsafeMutableBytes { try reading.read(into: $0) } == part.count)
      received += part
    }
    thread?.join()
    #expect(isDone.load(ordering: .acquiring) && signals == 300)
    #expect(received == bytes)
  }

  @Test func writingAtAnOffsetLeavesTheRestAlone() throws {
    let folder = try TestFolder()
    let path = try folder.write(Array(0..<10), "a")
    let file = try OpenFile(path, O_RDWR)
    try [UInt8]([77, 78]).withUnsafeBytes { try file.write($0, at: 4) }
    #expect(folder.bytes("a") == [0, 1, 2, 3, 77, 78, 6, 7, 8, 9])
    var part: [UInt8] = [0, 0, 0, 0]
    #expect(try part.withUnsafeMutableBytes { try file.read(into: $0, at: 7) } == 3)
    #expect(part == [7, 8, 9, 0])
  }

  @Test func aFullDiskIsAnError() {
    let full = OpenFile(owning: open("/dev/full", O_WRONLY))
    #expect(throws: SystemError.noSpace) { try full.write([1]) }
    #expect("\(SystemError.noSpace)" == "No space left on device")
  }

  /// Without the signal that would end the process.
  @Test func aFileBeyondItsLimitIsAnError() throws {
    Signal.fileTooLarge.ignore()
    let folder = try TestFolder()
    let file = try OpenFile(new: "\(folder.path)/a", permissions: 0o600)
    // Too large to affect other tests of this process.
    var limits = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
    let before = limits
    limits.rlim_cur = 1 << 33
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
    defer {
      var before = before
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before)
    }
    #expect(throws: SystemError.fileTooLarge) {
      try [UInt8]([1]).withUnsafeBytes { try file.write($0, at: 1 << 33) }
    }
    #expect(file.size == 0)
  }
}

import FoundationEssentials
import Testing

@testable import System

/// Facts about this process, compared with other sources of the system.
@Suite struct ProcessTests {
  /// The list is longer than one read returns; the C library is near its end.
  @Test func allMappedFilesAreFound() throws {
    let text = try #require(SystemText.of("/proc/self/maps"))
    #expect(text.utf8.count > 4096 && text.hasSuffix("\n"))
    let files = ThisProcess.mappedFiles
    #expect(files.contains { $0.contains("/libc.so") })
    #expect(files.contains { $0.contains("/ld-linux") })
    #expect(files.allSatisfy { $0.hasPrefix("/") })
  }

  @Test func aFileThatTheSystemLacksIsNone() {
    #expect(SystemText.of("/proc/nothing") == nil && SystemText.of("/proc") == nil)
  }

  @Test func thisProcessKnowsItself() throws {
    #expect(ThisProcess.number == Int(ProcessInfo.processInfo.processIdentifier))
    let program = try #require(ThisProcess.program)
    #expect(ThisProcess.mappedFiles.contains(program))
    let before = (ThisProcess.steadySeconds, ThisProcess.processorSeconds, ThisProcess.age)
    Thread.sleep(for: .milliseconds(20))
    #expect(ThisProcess.steadySeconds - before.0 >= 0.02)
    #expect(ThisProcess.processorSeconds >= before.1 && ThisProcess.age >= before.2)
    #expect(MachineMemory.resident <= MachineMemory.largestResident + 1 << 20)
  }

  @Test func aProcessLivesUntilItEnds() throws {
    let own = try #require(LivingProcess(Int32(ThisProcess.number)))
    #expect(own.isAlive)
    // Beyond the largest number that Linux gives.
    #expect(LivingProcess(1 << 23) == nil)
  }
}

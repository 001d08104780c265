import FoundationEssentials
import JSONText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory and processor time of this process, as the resource panel of JupyterLab asks for it.
struct Usage {
  private var lastTime = ContinuousClock.now
  private var lastProcessorTime = Self.processorTime()

  /// The content of `usage_reply`.
  ///
  /// Memory in bytes; processor time in percent of one core since the last question.
  mutating func measured() -> JSON {
    let now = ContinuousClock.now
    let processorTime = Self.processorTime()
    let percent =
      100 * (processorTime - lastProcessorTime) / max((now - lastTime) / .seconds(1), 1e-3)
    (lastTime, lastProcessorTime) = (now, processorTime)
    let machine = ProcessInfo.processInfo
    return [
      "status": "ok", "hostname": .string(machine.hostName),
      "pid": .integer(Int(machine.processIdentifier)),
      "kernel_cpu": .number(percent), "kernel_memory": .integer(Self.residentBytes()),
      "cpu_count": .integer(machine.activeProcessorCount),
      "host_virtual_memory": .object(Self.machineMemory(Int(clamping: machine.physicalMemory))),
    ]
  }

  /// Bytes of the machine, as psutil calls them; those in use where the system tells them.
  private static func machineMemory(_ total: Int) -> [String: JSON] {
    // A line such as "MemAvailable:   12345 kB".
    let lines = try? String(contentsOf: URL(filePath: "/proc/meminfo"), encoding: .utf8)
      .split(separator: "\n")
    let line = lines?.first { $0.hasPrefix("MemAvailable:") }
    guard let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
      total > 0
    else { return ["total": .integer(total)] }
    let available = kilobytes << 10
    return [
      "total": .integer(total), "available": .integer(available),
      "used": .integer(total - available),
      "percent": .number(100 * Double(total - available) / Double(total)),
    ]
  }

  /// Seconds that all threads together have computed.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The second number of `/proc/self/statm` counts pages; 0 where there is no such file.
  private static func residentBytes() -> Int {
    let statistics = try? String(contentsOf: URL(filePath: "/proc/self/statm"), encoding: .utf8)
    let pages = statistics?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}

import FoundationEssentials
import JSONText
import System

/// Memory and processor time of this process, for the resource panel of JupyterLab.
struct Usage {
  private var lastTime = ContinuousClock.now
  private var lastProcessorTime = ThisProcess.processorSeconds

  /// The content of `usage_reply`.
  ///
  /// Memory in bytes; processor time in percent of one core since the previous request.
  mutating func measured() -> JSON {
    let now = ContinuousClock.now
    let processorTime = ThisProcess.processorSeconds
    let percent =
      100 * (processorTime - lastProcessorTime) / max((now - lastTime) / .seconds(1), 1e-3)
    (lastTime, lastProcessorTime) = (now, processorTime)
    let machine = ProcessInfo.processInfo
    return [
      "status": "ok", "hostname": .string(machine.hostName),
      "pid": .integer(Int(machine.processIdentifier)),
      "kernel_cpu": .number(percent), "kernel_memory": .integer(MachineMemory.resident),
      "cpu_count": .integer(machine.activeProcessorCount),
      "host_virtual_memory": .object(Self.machineMemory(Int(clamping: machine.physicalMemory))),
    ]
  }

  /// The machine's memory in bytes under psutil's names; total only if the system reports no more.
  private static func machineMemory(_ total: Int) -> [String: JSON] {
    guard let available = MachineMemory.machine, total > 0 else {
      return ["total": .integer(total)]
    }
    return [
      "total": .integer(total), "available": .integer(available),
      "used": .integer(total - available),
      "percent": .number(100 * Double(total - available) / Double(total)),
    ]
  }
}

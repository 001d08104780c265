import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How much memory this process has, and how much more it may take.
package enum MachineMemory {
  /// Bytes of memory that this process holds; 0 where the system does not tell.
  package static var resident: Int {
    let pages = text("/proc/self/statm")?.split(separator: " ").dropFirst().first
    return (pages.flatMap { Int($0) } ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// Bytes that are free or can be freed, on the machine and in each control group that this process
  /// is in; nil where the system does not tell.
  package static var available: Int? {
    ([machine] + groups).compactMap { $0 }.min()
  }

  private static var machine: Int? {
    let line = text("/proc/meminfo")?.split(separator: "\n").first {
      $0.hasPrefix("MemAvailable:")
    }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }

  /// Of the group of version 2 and those above it, up to the root that a container sees, and of
  /// the container's group of version 1.
  private static var groups: [Int?] {
    let own = text("/proc/self/cgroup")?.split(separator: "\n").first { $0.hasPrefix("0::/") }
    var path = own.map { String($0.dropFirst(3)) } ?? "/"
    let root = "/sys/fs/cgroup"
    var result = [
      left(
        root + "/memory", limit: "memory.limit_in_bytes", use: "memory.usage_in_bytes",
        cache: "total_inactive_file")
    ]
    while true {
      result.append(
        left(root + path, limit: "memory.max", use: "memory.current", cache: "inactive_file"))
      guard path.count > 1, let slash = path.lastIndex(of: "/") else { return result }
      path = String(path[..<slash])
    }
  }

  /// What a group's limit leaves, files that can be forgotten included; nil without a limit.
  static func left(_ folder: String, limit: String, use: String, cache: String) -> Int? {
    guard let limit = number("\(folder)/\(limit)"), let used = number("\(folder)/\(use)") else {
      return nil
    }
    let line = text("\(folder)/memory.stat")?.split(separator: "\n").first {
      $0.hasPrefix(cache + " ")
    }
    let forgettable = line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    return max(0, limit - max(0, used - forgettable))
  }

  /// nil for the word `max`.
  private static func number(_ path: String) -> Int? {
    text(path).flatMap { Int($0.prefix { $0.isNumber }) }
  }

  private static func text(_ path: String) -> String? {
    try? String(contentsOf: URL(filePath: path), encoding: .utf8)
  }
}

/// The rooms of `Sources`, each with the modules of ours and of the packages that it may import.
///
/// The one place that says which way the arrows run; `Package.swift` and every import are held to it.
let rooms: [String: Set<String>] = [
  "CZeroMQ": [],
  "CSodium": [],
  "CSQLite": [],
  "CZlib": [],
  "CLinux": [],
  "CKernels": [],
  "System": ["CLinux", "Glibc"],
  "JSONText": [],
  "SQLite": ["System", "CSQLite"],
  "ZeroMQ": ["System", "CZeroMQ"],
  "Jupyter": ["System", "JSONText", "ZeroMQ", "CSodium", "SQLite"],
  "Numbers": ["System", "CKernels", "CSodium"],
  "Engine": ["System", "CKernels", "Numbers"],
  "Options": ["System", "ArgumentParser"],
  "DataSets": ["System", "Options", "CKernels", "Numbers", "CZlib", "ArgumentParser"],
  "Models": ["System", "Options", "Engine", "DataSets", "Numbers", "ArgumentParser"],
  "Training": [
    "System", "JSONText", "Options", "Models", "Engine", "DataSets", "Numbers", "ArgumentParser",
  ],
  "Runs": ["System", "JSONText", "Training", "Models"],
  "Display": ["System", "JSONText", "Numbers"],
  "Analysis": [
    "System", "Options", "Training", "Models", "Engine", "DataSets", "Display", "Numbers",
  ],
  "Language": [
    "Analysis", "Runs", "Training", "Models", "Engine", "DataSets", "Display", "Numbers", "SQLite",
    "System", "Options", "ArgumentParser",
  ],
  "Benchmark": [
    "Options", "Models", "Engine", "DataSets", "Numbers", "System", "CKernels", "ArgumentParser",
  ],
  "Notebooks": ["System", "JSONText", "Numbers", "Display", "Language"],
  "Kernel": [
    "System", "JSONText", "Jupyter", "Notebooks", "Language", "Display", "ArgumentParser",
  ],
]

/// Modules of the toolchain that any room may import; `Foundation` would make the kernel four times as large.
let toolchain: Set<String> = [
  "Dispatch", "FoundationEssentials", "Synchronization",
]

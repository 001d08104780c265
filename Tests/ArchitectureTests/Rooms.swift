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
  "Locking": [],
  "ZeroMQ": ["CZeroMQ"],
  "Jupyter": ["Locking", "ZeroMQ", "CSodium", "CSQLite", "CLinux"],
  "Numbers": ["CKernels", "CSodium"],
  "Engine": ["CKernels", "Numbers"],
  "Data": ["CKernels", "CLinux", "Numbers", "CZlib", "ArgumentParser"],
  "Models": ["Engine", "Data", "Numbers", "ArgumentParser"],
  "Training": ["Models", "Engine", "Data", "Numbers"],
  "Runs": ["Training", "Models"],
  "Display": [],
  "Analysis": ["Training", "Models", "Engine", "Data", "Display", "Numbers"],
  "Language": [
    "Analysis", "Runs", "Training", "Models", "Engine", "Data", "Display", "Numbers", "Locking",
    "ArgumentParser",
  ],
  "Benchmark": ["Models", "Engine", "Data", "Numbers", "CKernels", "ArgumentParser"],
  "Kernel": ["Jupyter", "Language", "Display", "ArgumentParser"],
]

/// Modules of the toolchain that any room may import; `Foundation` would make the kernel four times as large.
let toolchain: Set<String> = [
  "Darwin", "Dispatch", "FoundationEssentials", "Glibc", "Musl", "Synchronization",
]

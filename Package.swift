// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: imports stay visible, existentials are spelled out, a warning is an error.
let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ]
  // Compilers to come may warn of more: only CI stops at a warning.
  + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// Swift's libraries go into the program on Linux.
///
/// It takes less memory so, and runs where there is no Swift. A sanitizer needs them apart.
let staticLibraries: [LinkerSetting] =
  Context.environment["SANITIZER"] != nil
  ? []
  : [
    .unsafeFlags(["-static-stdlib"], .when(platforms: [.linux])),
    .linkedLibrary("_FoundationCollections", .when(platforms: [.linux])),
    .linkedLibrary("_FoundationCShims", .when(platforms: [.linux])),
  ]

/// A library target of ours: its name, and what it may import.
///
/// A room whose tests look inside says so here: `swift test` would compile every room for that,
/// and `swift build` then all of them once more.
func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], testsLookInside: Bool = false
) -> Target {
  .target(
    name: name, dependencies: dependencies,
    swiftSettings: settings + (testsLookInside ? [.unsafeFlags(["-enable-testing"])] : []))
}

/// The folders of test data that a test target has; the tests read them by path.
func folders(of tests: String) -> [String] {
  ["DisplayTests", "AnalysisTests", "LanguageTests"].contains(tests) ? ["Snapshots"] : []
}

/// The tests of a room; golden files in `Snapshots` and reference numbers in `Fixtures` are read by path.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: folders(of: name),
    swiftSettings: settings)
}

let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "dephn",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "dephn", targets: ["Kernel"]),
    .executable(name: "dephn-benchmark", targets: ["Benchmark"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2"))
  ],
  targets: [
    .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"]), .brew(["zeromq"])]),
    .systemLibrary(name: "CSodium", providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "CKernels"),
    room("Locking"),
    room("ZeroMQ", ["CZeroMQ"]),
    room("Jupyter", ["Locking", "ZeroMQ", "CSodium", "CSQLite", "CLinux"], testsLookInside: true),
    room("Numbers", ["CKernels", "CSodium"]),
    room("Engine", ["CKernels", "Numbers"]),
    room("Data", ["CKernels", "CLinux", "Numbers", "CZlib", arguments]),
    room("Models", ["Engine", "Data", "Numbers", arguments]),
    room("Training", ["Models", "Engine", "Data", "Numbers"], testsLookInside: true),
    room("Runs", ["Training", "Models"]),
    room("Display"),
    room("Analysis", ["Training", "Models", "Engine", "Data", "Display", "Numbers"]),
    room(
      "Language",
      [
        "Analysis", "Runs", "Training", "Models", "Engine", "Data", "Display", "Numbers",
        "Locking", arguments,
      ],
      testsLookInside: true),
    .executableTarget(
      name: "Kernel", dependencies: ["Jupyter", "Language", "Display", arguments],
      swiftSettings: settings, linkerSettings: staticLibraries),
    .executableTarget(
      name: "Benchmark",
      dependencies: ["Models", "Engine", "Data", "Numbers", "CKernels", arguments],
      swiftSettings: settings),
    .target(name: "CAllocations", path: "Tests/CAllocations"),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests("ArchitectureTests", []),
    tests("NumbersTests", ["Numbers", "CKernels"]),
    tests("EngineTests", ["Engine", "CKernels", "Numbers"]),
    tests("DataTests", ["Data", "Numbers", "CZlib", arguments]),
    tests("ModelsTests", ["CAllocations", "Models", "Engine", "Data", "Numbers", arguments]),
    tests("TrainingTests", ["Training", "Models", "Engine", "Data", "Numbers", arguments]),
    tests("RunsTests", ["Runs", "Training", "Models", "Data", arguments]),
    tests("DisplayTests", ["Display"]),
    tests(
      "AnalysisTests", ["Analysis", "Training", "Models", "Engine", "Data", "Display", arguments]),
    tests("LanguageTests", ["Language", "Display", "Data", "Models", "Training", "Runs"]),
    tests("JupyterTests", ["Jupyter", "ZeroMQ"]),
  ]
)

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
/// It takes less memory so, and runs where there is no Swift. At a fixed address, it starts without relocating tens of
/// thousands of pointers first, which also saves 2.6 MB. A sanitizer needs them apart.
let staticLibraries: [LinkerSetting] =
  Context.environment["SANITIZER"] != nil
  ? []
  : [
    .unsafeFlags(["-static-stdlib", "-Xclang-linker", "-no-pie"]),
    .linkedLibrary("_FoundationCollections"),
    .linkedLibrary("_FoundationCShims"),
  ]

/// The folder of static libraries that go into the program, where scripts/static-libraries.sh has put them.
let archives: [LinkerSetting] =
  Context.environment["SANITIZER"] != nil
  ? []
  : Context.environment["STATIC_LIBRARIES"].map { folder in
    [
      .unsafeFlags(["-L\(folder)"]),
      .linkedLibrary("stdc++"),
    ]
  } ?? []

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
  products: [
    .executable(name: "dephn", targets: ["Kernel"]),
    .executable(name: "dephn-benchmark", targets: ["Benchmark"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2"))
  ],
  targets: [
    .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
    .systemLibrary(name: "CSodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "CLinux"),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CKernels"),
    room("System", ["CLinux"], testsLookInside: true),
    room("JSONText"),
    room("SQLite", ["System", "CSQLite"]),
    room("ZeroMQ", ["System", "CZeroMQ"]),
    room(
      "Jupyter", ["System", "JSONText", "ZeroMQ", "CSodium", "SQLite"],
      testsLookInside: true),
    room("Numbers", ["System", "CKernels", "CSodium"]),
    room("Engine", ["System", "CKernels", "Numbers"]),
    room("Options", ["System", arguments]),
    room("DataSets", ["System", "Options", "CKernels", "Numbers", "CZlib", arguments]),
    room("Models", ["System", "Options", "Engine", "DataSets", "Numbers", arguments]),
    room(
      "Training",
      ["System", "JSONText", "Options", "Models", "Engine", "DataSets", "Numbers", arguments],
      testsLookInside: true),
    room("Runs", ["System", "JSONText", "Training", "Models"]),
    room("Display", ["System", "JSONText", "Numbers"]),
    room(
      "Analysis",
      ["System", "Options", "Training", "Models", "Engine", "DataSets", "Display", "Numbers"]),
    room(
      "Language",
      [
        "Analysis", "Runs", "Training", "Models", "Engine", "DataSets", "Display", "Numbers",
        "SQLite", "System", "Options", arguments,
      ],
      testsLookInside: true),
    room(
      "Notebooks", ["System", "JSONText", "Numbers", "Display", "Language"],
      testsLookInside: true),
    .executableTarget(
      name: "Kernel",
      dependencies: [
        "System", "JSONText", "Jupyter", "Notebooks", "Language", "Display", arguments,
      ],
      swiftSettings: settings, linkerSettings: staticLibraries + archives),
    .executableTarget(
      name: "Benchmark",
      dependencies: [
        "Options", "Models", "Engine", "DataSets", "Numbers", "System", "CKernels", arguments,
      ],
      swiftSettings: settings),
    .target(name: "CAllocations", path: "Tests/CAllocations"),
    .target(
      name: "TestSupport", dependencies: ["System"], path: "Tests/TestSupport",
      swiftSettings: settings),
    tests("ArchitectureTests", []),
    tests("SystemTests", ["System"]),
    tests("JSONTextTests", ["JSONText"]),
    tests("OptionsTests", ["Options", arguments]),
    tests("NumbersTests", ["System", "Numbers", "CKernels"]),
    tests("EngineTests", ["System", "Engine", "CKernels", "Numbers"]),
    tests("DataSetsTests", ["System", "Options", "DataSets", "Numbers", "CZlib", arguments]),
    tests(
      "ModelsTests",
      ["System", "Options", "CAllocations", "Models", "Engine", "DataSets", "Numbers", arguments]),
    tests(
      "TrainingTests",
      ["System", "Options", "Training", "Models", "Engine", "DataSets", "Numbers", arguments]),
    tests("RunsTests", ["System", "Options", "Runs", "Training", "Models", "DataSets", arguments]),
    tests("DisplayTests", ["Display", "JSONText"]),
    tests(
      "AnalysisTests",
      [
        "System", "Options", "Analysis", "Training", "Models", "Engine", "DataSets", "Display",
        arguments,
      ]),
    tests(
      "LanguageTests",
      [
        "System", "Options", "Language", "Analysis", "Display", "DataSets", "Models", "Training",
        "Runs",
      ]),
    tests("NotebooksTests", ["System", "JSONText", "Notebooks", "Language", "Display"]),
    tests("JupyterTests", ["System", "JSONText", "Jupyter", "SQLite", "ZeroMQ"]),
  ]
)

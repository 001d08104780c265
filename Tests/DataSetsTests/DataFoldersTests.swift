import ArgumentParser
import DataSets
import Testing

/// The search order, and what is said when nothing is found.
@Suite struct DataFoldersTests {
  @Test func searchedInTheDocumentedOrder() {
    let folders = DataFolders(
      currentFolder: "/home/ada/lesson", installed: ["/opt/dephn/data"],
      environment: ["DEPHN_DATA": "~/sets", "HOME": "/home/ada"])
    #expect(
      folders.searched == [
        "/home/ada/sets", "/home/ada/lesson/data", "/home/ada/data", "/home/data", "/data",
        "/opt/dephn/data", "/home/ada/.local/share/dephn/data",
      ])
  }

  @Test func sharedFolderFollowsTheEnvironment() {
    let folders = DataFolders(
      currentFolder: "/", environment: ["XDG_DATA_HOME": "/x", "DEPHN_DATA": ""])
    #expect(folders.searched == ["/data", "/x/dephn/data"])
  }

  @Test(arguments: [[:], ["HOME": ""], ["HOME": "home", "XDG_DATA_HOME": "data"]])
  func whoHasNoHomeHasNoSharedFolder(environment: [String: String]) {
    let folders = DataFolders(currentFolder: "/", environment: environment)
    #expect(folders.searched == ["/data"])
    #expect(folders.absolute("~/a") == "/~/a")
  }

  @Test(arguments: [
    "env/adult/adult.data", "env/adult.data", "projects/notes/data/adult/adult.data",
    "projects/data/adult/adult.data", "projects/data/adult.data", "installed/adult/adult.data",
    "home/.local/share/dephn/data/adult/adult.data",
  ])
  func adultIsFoundIn(place: String) throws {
    let root = try TestFolder()
    let path = try root.write([1], place)
    #expect(try folders(root).file("adult.data", of: Adult.self, given: nil) == path)
  }

  private func folders(_ root: TestFolder) -> DataFolders {
    DataFolders(
      currentFolder: root.path + "/projects/notes", installed: [root.path + "/installed"],
      environment: ["DEPHN_DATA": root.path + "/env", "HOME": root.path + "/home"])
  }

  @Test func firstPlaceWins() throws {
    let root = try TestFolder(["env/adult/adult.data": "1", "projects/data/adult.data": "2"])
    let found = try folders(root).file("adult.data", of: Adult.self, given: nil)
    #expect(found == root.path + "/env/adult/adult.data")
  }

  @Test func givenPathIsAFileOrAFolder() throws {
    let root = try TestFolder([
      "home/a/adult/adult.data": "1", "projects/notes/my.data": "2",
      "projects/data/old/adult.data": "3",
    ])
    let folders = folders(root)
    let tries = [
      ("~/a", "home/a/adult/adult.data"), ("~/a/adult", "home/a/adult/adult.data"),
      ("my.data", "projects/notes/my.data"), ("old", "projects/data/old/adult.data"),
    ]
    for (given, expected) in tries {
      let found = try folders.file("adult.data", of: Adult.self, given: given)
      #expect(found == root.path + "/" + expected)
    }
  }

  @Test func nothingFoundSaysWhereAndHow() throws {
    let root = try TestFolder()
    let error = dataError { try Adult.parse([String]()).load(from: root.context) }
    #expect(
      error?.fault
        == .search(
          .file(
            "adult.data", given: nil,
            tried: root.context.folders.searched.map { $0 + "/adult/adult.data" },
            source: "adult", origin: Adult.origin)))
    let named = dataError { try Adult.parse(["nowhere"]).load(from: root.context) }
    guard case .search(.file("adult.data", "nowhere", let tried, "adult", _)) = named?.fault else {
      Issue.record("\(String(describing: named))")
      return
    }
    #expect(named?.file == "nowhere")
    #expect(tried.contains(root.path + "/nowhere/adult/adult.data"))
  }

  @Test func namedFileMayLieInADataFolder() throws {
    let root = try TestFolder(["projects/data/clicks.csv": "1"])
    #expect(try folders(root).file(named: "clicks.csv") == root.path + "/projects/data/clicks.csv")
    let error = dataError { try folders(root).file(named: "click.csv") }
    let tried = folders(root).searched.map { $0 + "/click.csv" }
    #expect(
      error?.fault
        == .search(
          .named(
            "click.csv", isFolder: false, tried: [root.path + "/projects/notes/click.csv"] + tried))
    )
    let folder = dataError { try folders(root).file(named: root.path) }
    #expect(
      folder?.fault == .search(.named(root.path, isFolder: true, tried: [root.path])))
  }

  @Test func missingTestFileIsTold() throws {
    let root = try TestFolder(["adult.data": DamagedInputTests.goodAdult])
    let error = dataError { try Adult.parse([root.path]).load(from: root.context) }
    #expect(
      error?.fault
        == .search(
          .companion(
            "adult.test", tried: root.path + "/adult/adult.test", source: "adult",
            origin: Adult.origin)))
    #expect(error?.file == root.path + "/adult.data")
  }
}

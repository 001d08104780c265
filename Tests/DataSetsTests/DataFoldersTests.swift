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

  @Test(arguments: [
    "env/adult/adult.data", "env/adult.data", "projects/notes/data/adult/adult.data",
    "projects/data/adult/adult.data", "projects/data/adult.data", "installed/adult/adult.data",
    "home/.local/share/dephn/data/adult/adult.data",
  ])
  func adultIsFoundIn(place: String) throws {
    let root = try TestFolder()
    let path = try root.write([1], place)
    #expect(try folders(root).file("adult.data", of: "adult", given: nil, howToGet: "") == path)
  }

  private func folders(_ root: TestFolder) -> DataFolders {
    DataFolders(
      currentFolder: root.path + "/projects/notes", installed: [root.path + "/installed"],
      environment: ["DEPHN_DATA": root.path + "/env", "HOME": root.path + "/home"])
  }

  @Test func firstPlaceWins() throws {
    let root = try TestFolder(["env/adult/adult.data": "1", "projects/data/adult.data": "2"])
    let found = try folders(root).file("adult.data", of: "adult", given: nil, howToGet: "")
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
      let found = try folders.file("adult.data", of: "adult", given: given, howToGet: "")
      #expect(found == root.path + "/" + expected)
    }
  }

  @Test func nothingFoundSaysWhereAndHow() throws {
    let root = try TestFolder()
    let error = dataError { try Adult.parse([String]()).load(from: root.context) }
    #expect(error?.kind == .file)
    #expect(error?.sentence == "adult.data is in no data folder.")
    #expect(error?.wayOut?.contains("  \(root.path)/data/adult/adult.data\n") == true)
    #expect(error?.wayOut?.contains("make data") == true)
    let named = dataError { try Adult.parse(["nowhere"]).load(from: root.context) }
    #expect(named?.sentence == "There is no 'nowhere' with the file adult.data.")
    #expect(named?.wayOut?.contains("  \(root.path)/nowhere/adult/adult.data\n") == true)
  }

  @Test func namedFileMayLieInADataFolder() throws {
    let root = try TestFolder(["projects/data/clicks.csv": "1"])
    #expect(try folders(root).file(named: "clicks.csv") == root.path + "/projects/data/clicks.csv")
    let error = dataError { try folders(root).file(named: "click.csv") }
    #expect(error?.kind == .file)
    #expect(error?.sentence == "There is no file 'click.csv'.")
    #expect(error?.wayOut?.contains("  \(root.path)/projects/notes/click.csv\n") == true)
    let folder = dataError { try folders(root).file(named: root.path) }
    #expect(folder?.sentence == "'\(root.path)' is a folder, not a file.")
  }

  @Test func missingTestFileIsTold() throws {
    let root = try TestFolder(["adult.data": DamagedInputTests.goodAdult])
    let error = dataError { try Adult.parse([root.path]).load(from: root.context) }
    #expect(error?.kind == .file)
    #expect(error?.sentence.contains("adult.test") == true)
  }
}

package let dataSources: [any DataSource.Type] = []

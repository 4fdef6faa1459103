namespace DtiWarehouse.Server.Hosting;

/// <summary>First questions to ask the feed: printed at the end of a start, explained in README.</summary>
public static class ExampleQueries
{
    public static readonly IReadOnlyList<(string Title, string Query)> All =
    [
        ("Số liệu đã công bố của báo cáo 140/BC-UBND / published figures of report 140/BC-UBND",
            "ReportedFigures?$filter=DocumentNumber%20eq%20'140/BC-UBND'&$select=FigureCode,Name,Value,UnitOfMeasure"),
        ("Hồ sơ thành phố Quảng Ngãi tiếp nhận đến 27/11/2023 / dossiers the city received to 27 November 2023",
            "Dossiers/$count?$filter=ReceivingUnit/DistrictCode%20eq%20'522'%20and%20ReceivedDate%20ge%202023-01-01%20and%20ReceivedDate%20le%202023-11-27"),
        ("96 xã, phường, đặc khu hiện nay / today's 96 communes",
            "AdminUnits?$filter=Level%20eq%20'Commune'%20and%20IsCurrent%20eq%20true%20and%20ProvinceCode%20eq%20'51'&$select=Code,Name&$orderby=NameSort"),
    ];
}
